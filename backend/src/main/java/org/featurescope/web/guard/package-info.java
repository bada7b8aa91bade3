/**
 * What keeps one visitor from taking the site from the others: a limit of requests for each client by what they cost, and bounds on
 * what a request may hold. Controllers say with {@link org.featurescope.web.common.Cost} what an address costs when it is not a page.
 * How to run a public site: {@code docs/hosting.md}.
 */
@NullMarked
package org.featurescope.web.guard;

import org.jspecify.annotations.NullMarked;
