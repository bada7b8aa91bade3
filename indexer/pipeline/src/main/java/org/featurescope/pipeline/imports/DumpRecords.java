package org.featurescope.pipeline.imports;

/** Takes what a file says, record by record. */
interface DumpRecords {

    /** May be said more than once, and more of it later. */
    void source(DumpSource source);

    void feature(DumpSource source, DumpFeature feature);

    void activation(DumpSource source, DumpActivation activation);

    void explanation(DumpSource source, DumpExplanation explanation);

    /**
     * A record that cannot be read and is left out.
     *
     * @param place file, and line or position in it
     * @throws ImportException when there are more of them than may be
     */
    void broken(String place, String problem);
}
