/**
 * The API of Neuronpedia, as its clients and the field's scripts call it, over the evidence of this index. Start at {@link
 * org.featurescope.web.neuronpedia.NeuronpediaController}; {@link org.featurescope.web.neuronpedia.NeuronpediaFeatures} says what
 * becomes of our evidence.
 *
 * <p>Names, types and what is absent are theirs, read from the public code of their web app (schema.prisma and the routes below {@code
 * app/api}, August 2026). Fields that their own Python client needs and their API leaves out are added: {@code source} of activations;
 * {@code modelId}, {@code layer}, {@code source} and {@code index} of explanations.
 */
@NullMarked
package org.featurescope.web.neuronpedia;

import org.jspecify.annotations.NullMarked;
