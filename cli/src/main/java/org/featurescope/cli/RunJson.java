package org.featurescope.cli;

import java.util.List;
import org.featurescope.db.store.PublishedCorpus;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.SourceRow;
import org.featurescope.pipeline.progress.ProgressFile;
import org.featurescope.pipeline.progress.UnfinishedRuns.Listed;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs as JSON, for scripts; names as in the JSON of pages. */
final class RunJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private RunJson() {}

    static String list(List<PublishedRun> published, List<Listed> unfinished) {
        ObjectNode list = MAPPER.createObjectNode();
        ArrayNode runs = list.putArray("runs");
        published.forEach(run -> runs.add(brief(run)));
        ArrayNode open = list.putArray("unfinished");
        unfinished.forEach(run -> open.add(node(run)));
        return MAPPER.writeValueAsString(list);
    }

    /** With sources and manifest. */
    static String one(PublishedRun run) {
        ObjectNode node = brief(run);
        node.put("weightsSha256", run.weightsSha256());
        node.put("tokenizerSha256", run.tokenizerSha256());
        node.put("contextTokens", run.contextTokens());
        node.put("bosTokenId", run.bosTokenId());
        node.put("topK", run.topK());
        node.putPOJO("evidence", run.evidence());
        node.put("maxTokens", run.maxTokens());
        node.put("dtype", run.dtype());
        node.put("programVersion", run.programVersion());
        ArrayNode sources = node.putArray("sources");
        for (SourceRow source : run.sources()) {
            sources.addObject()
                    .put("name", source.name())
                    .put("kind", source.kind())
                    .put("hookPoint", source.hookPoint())
                    .put("features", source.features())
                    .put("sha256", source.sae() == null ? null : source.sae().sha256());
        }
        node.set("manifest", run.manifest() == null ? MAPPER.nullNode() : MAPPER.readTree(run.manifest()));
        return MAPPER.writeValueAsString(node);
    }

    private static ObjectNode brief(PublishedRun run) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("run", run.id())
                .put("name", run.name())
                .put("model", run.model())
                .put("origin", run.origin())
                .put("features", run.features())
                .put("tokens", run.tokens())
                .put("contexts", run.contexts())
                .put("bytes", run.bytes())
                .put("seconds", run.seconds())
                .put("device", run.device())
                .put("publishedAt", run.publishedAt().toString());
        ArrayNode corpora = node.putArray("corpora");
        for (PublishedCorpus corpus : run.corpora()) {
            corpora.addObject()
                    .put("name", corpus.corpus().name())
                    .put("sha256", corpus.corpus().sha256())
                    .put("contexts", corpus.contexts())
                    .put("tokens", corpus.tokens());
        }
        return node;
    }

    private static ObjectNode node(Listed run) {
        ObjectNode node = MAPPER.createObjectNode().put("name", run.name()).put("running", run.isRunning());
        run.progress().ifPresent(content -> addProgress(node, content));
        return node;
    }

    private static void addProgress(ObjectNode node, ProgressFile.Content content) {
        node.put("stage", content.state().stage())
                .put("contexts", content.state().contexts())
                .put("tokens", content.state().tokens())
                .put("share", content.state().share())
                .put("tokensPerSecond", content.state().tokensPerSecond())
                .put("secondsLeft", content.state().secondsLeft())
                .put("loss", content.state().loss())
                .put("command", content.command())
                .put("directory", content.directory())
                .put("process", content.processId())
                .put("updatedAt", content.updatedAt().toString());
    }
}
