package org.featurescope.lm.file;

import java.nio.file.Path;
import java.util.Set;

/** A file of named tensors. */
public interface TensorFile {

    Path file();

    /** In the order of the file. */
    Set<String> names();

    /**
     * One tensor; nothing of it is read yet.
     *
     * @throws MalformedFileException if there is none of that name
     */
    StoredTensor tensor(String name);
}
