/**
 * The files that models and SAEs come in: tensors in safetensors and npz, settings in JSON.
 *
 * <p>Start at {@link org.featurescope.lm.file.TensorFile} and {@link org.featurescope.lm.file.ConfigFile}. Holds always:
 * opening a file reads its header and no tensor; nothing is allocated that the size of the file does not justify; every
 * complaint names file, field, value and remedy. It knows neither models nor the tensor library.
 */
@NullMarked
package org.featurescope.lm.file;

import org.jspecify.annotations.NullMarked;
