package org.featurescope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.db.Database;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.BosPolicy;
import org.featurescope.pipeline.IndexRequest;
import org.featurescope.pipeline.Indexer;
import org.featurescope.pipeline.SilentProgress;
import org.featurescope.pipeline.SourceSelection;
import org.featurescope.pipeline.scan.ScanSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Indexes the demo model over the demo corpus, unless that is done already, and serves it.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private final Home home = new Home();

    @Mixin
    private final ProgressOptions progress = new ProgressOptions();

    @Option(names = "--index-only", description = "Does not serve.")
    private boolean indexOnly;

    @Option(
            names = "--demo-folder",
            paramLabel = "DIR",
            defaultValue = "${sys:featurescope.root:-.}/demo",
            description = "The folder with the model and the corpus (default: demo/ of the project).")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        if (!indexOnly) {
            Site.requireFree(home.port());
        }
        IndexRequest request = request();
        Database database = home.openDatabase();
        if (isIndexed(request, database)) {
            System.out.println("The demo is indexed already.");
        } else {
            progress.run(home, database, indexer -> indexer.index(request));
        }
        if (!indexOnly) {
            Site.serve(database, home.port());
        }
        return 0;
    }

    private IndexRequest request() {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    folder + ": no such folder; start ./featurescope of the project, or give --demo-folder");
        }
        ScanSettings scan = new ScanSettings(
                Integer.parseInt(IndexCommand.DEFAULT_BATCH_CONTEXTS), EvidenceSettings.DEFAULT, OptionalLong.empty());
        return new IndexRequest(
                folder.resolve("babel-4l"),
                null,
                List.of(List.of(folder.resolve("corpus/demo-corpus.jsonl"))),
                new SourceSelection(SourceSelection.NEURONS.hooks(), saes()),
                Integer.parseInt(ModelRunOptions.DEFAULT_CONTEXT_TOKENS),
                BosPolicy.AUTO,
                scan,
                "demo",
                "cpu");
    }

    private boolean isIndexed(IndexRequest request, Database database) {
        return new Indexer(home.folder(), database.dataSource(), new SilentProgress()).isIndexed(request);
    }

    private List<SourceSelection.SaeChoice> saes() {
        return Stream.of("mlp-out-1-jumprelu", "resid-post-2-topk")
                .map(name -> new SourceSelection.SaeChoice(
                        folder.resolve("babel-4l/saes").resolve(name), SaeOptions.NONE))
                .toList();
    }
}
