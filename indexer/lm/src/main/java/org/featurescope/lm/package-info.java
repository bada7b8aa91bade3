/**
 * Runs language models and lets listeners read their activations at TransformerLens hook points.
 *
 * <p>Start at {@link org.featurescope.lm.ModelFolder}, which opens an ordinary Hugging Face folder and loads a
 * {@link org.featurescope.lm.HookedModel}. A family of models (GPT-2, Gemma 3) is a small adapter that names its tensors
 * and settings and assembles the shared parts: {@code Embedding}, {@code Block}, {@code Norm}, {@code Linear}. What
 * DJL's own operations lack stands in {@code kernels.py}, TorchScript that {@code Kernels} loads without Python.
 *
 * <p>Holds always: this is the only module that sees DJL, and no tensor leaves it; an unsupported setting of a
 * configuration is refused by name; weights are memory-mapped and never unpickled. It does not know corpora, evidence
 * or databases.
 */
@NullMarked
package org.featurescope.lm;

import org.jspecify.annotations.NullMarked;
