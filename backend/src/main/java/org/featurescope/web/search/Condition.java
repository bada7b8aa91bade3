package org.featurescope.web.search;

import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.featurescope.web.catalog.Place;

/**
 * What features must be like, besides their text.
 *
 * @param name the parameter that asks for it; of labels {@code label}, whether they or {@code not} ask
 * @param scores gives each feature of a place a number, the larger the better; NaN: the condition does not hold
 */
record Condition(String name, Function<Place, IntToDoubleFunction> scores) {}
