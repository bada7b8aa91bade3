/**
 * Geometry of the drawings, as numbers that a template puts into SVG. Start at
 * {@link org.featurescope.web.chart.HistogramDrawing}.
 */
@NullMarked
package org.featurescope.web.chart;

import org.jspecify.annotations.NullMarked;
