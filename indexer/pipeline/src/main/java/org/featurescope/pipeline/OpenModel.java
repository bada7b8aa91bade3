package org.featurescope.pipeline;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.ModelShape;
import org.featurescope.lm.Tokenizer;
import org.featurescope.pipeline.run.Manifest;
import org.featurescope.pipeline.scan.FeatureSource;

/** A model folder, its tokenizer, and the sources that are wanted of it, with the hashes of all their files. */
final class OpenModel implements AutoCloseable {

    private final Manifest.Model identity;
    private final ModelFolder folder;
    private final Tokenizer tokenizer;

    /** What is wanted, and the rows that stand for it. */
    private final Map<FeatureSource, SourceRow> sources = new LinkedHashMap<>();

    /**
     * @param name in addresses
     * @throws IllegalArgumentException if it lacks a source
     */
    OpenModel(String name, Path path, SourceSelection selection) {
        folder = ModelFolder.open(path);
        SourceFinder.find(selection, folder).forEach(source -> sources.put(source, SourceRows.of(source)));
        tokenizer = folder.tokenizer();
        identity = new Manifest.Model(name, folder.weightsSha256(), folder.tokenizerSha256());
    }

    Manifest.Model identity() {
        return identity;
    }

    ModelFolder folder() {
        return folder;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** In the order of the scan. */
    Map<FeatureSource, SourceRow> sources() {
        return Collections.unmodifiableMap(sources);
    }

    List<FeatureSource> sourceList() {
        return List.copyOf(sources.keySet());
    }

    List<Manifest.Source> sourceIdentities() {
        return sources.values().stream()
                .map(source -> new Manifest.Source(source.name(), source.identity()))
                .toList();
    }

    void requireContextTokens(int contextTokens) {
        int most = folder.shape().maxPositions();
        if (contextTokens > most) {
            throw new IllegalArgumentException(
                    "--context-tokens must be <= " + most + " for this model, got " + contextTokens);
        }
    }

    ModelRow modelRow() {
        ModelShape shape = folder.shape();
        return new ModelRow(
                identity.name(),
                shape.family(),
                shape.layers(),
                shape.dModel(),
                shape.dMlp(),
                shape.heads(),
                shape.vocabularySize(),
                folder.parameters(),
                identity.weightsSha256());
    }

    TokenizerRow tokenizerRow() {
        return new TokenizerRow(
                identity.tokenizerSha256(),
                tokenizer.tokenBytes().entrySet().stream()
                        .map(token ->
                                new TokenRow(token.getKey(), token.getValue(), tokenizer.isSpecial(token.getKey())))
                        .toList());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
