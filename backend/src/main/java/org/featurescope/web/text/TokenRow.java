package org.featurescope.web.text;

/** One token as stored. */
record TokenRow(int id, byte[] bytes, boolean special) {}
