/** The whole product, as its users meet it: the commands, the pages in a real browser, and the rules between modules. */
@NullMarked
package org.featurescope.e2e;

import org.jspecify.annotations.NullMarked;
