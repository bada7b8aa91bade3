package org.featurescope.web.evidence;

/**
 * A context of the document that an example is from.
 *
 * @param context its number in the corpus, from 0
 * @param firstToken of the document's tokens, the one that it starts with
 * @param text its whole characters
 */
public record Nearby(int context, int firstToken, String text) {}
