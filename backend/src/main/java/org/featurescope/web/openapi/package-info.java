/**
 * The description of the JSON for programs, OpenAPI 3.1, and the page of it for people. Both are made from the methods of the controllers
 * and the records that they return ({@link org.featurescope.web.openapi.ApiReader}, {@link org.featurescope.web.openapi.Schemas}), and from what
 * {@code docs/api.md} says of parameters and fields ({@link org.featurescope.web.openapi.ApiDocs}), which is packed beside the classes.
 */
@NullMarked
package org.featurescope.web.openapi;

import org.jspecify.annotations.NullMarked;
