package org.featurescope.web.bulk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Compression;
import org.featurescope.web.common.Cost;
import org.featurescope.web.common.EntityTag;
import org.featurescope.web.common.FieldChoice;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.feature.FeaturePages;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/**
 * All features of a source, as JSON lines and as Parquet.
 *
 * <p>Nothing is closed on the way out of an error: the connection is broken off, so that whoever reads knows that the end is missing,
 * and a Parquet file has no footer.
 */
@Cost(Cost.BULK)
@Controller
class StreamController {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Catalog catalog;
    private final EvidenceReader evidence;
    private final FeaturePages pages;
    private final Explanations explanations;
    private final JsonMapper json;

    StreamController(
            Catalog catalog, EvidenceReader evidence, FeaturePages pages, Explanations explanations, JsonMapper json) {
        this.catalog = catalog;
        this.evidence = evidence;
        this.pages = pages;
        this.explanations = explanations;
        this.json = json;
    }

    @GetMapping("/{model}/{source}.jsonl")
    void jsonLines(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String fields,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        SourceStream stream = stream(model, source, run, group, limit);
        FieldChoice chosen = FieldChoice.of(fields);
        String explained = explanations.version(stream.place().keys().sourceId());
        if (EntityTag.ofStream(request, run(stream), explained)
                .answers(request, response, Compression.isWanted(request))) {
            return;
        }
        long count = begin(stream, "application/jsonl", "jsonl", response);
        OutputStream out = new BufferedOutputStream(Compression.of(request, response), BUFFER_BYTES);
        stream.writeTo(
                feature -> {
                    out.write(json.writeValueAsBytes(chosen.of(feature, json)));
                    out.write('\n');
                },
                count);
        out.close();
    }

    @GetMapping("/{model}/{source}.parquet")
    void parquet(
            @PathVariable String model,
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String run,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String limit,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        SourceStream stream = stream(model, source, run, group, limit);
        if (EntityTag.ofStream(request, run(stream)).answers(request, response, false)) {
            return;
        }
        long count = begin(stream, "application/vnd.apache.parquet", "parquet", response);
        ParquetTable table = ParquetTable.begin(response.getOutputStream(), stream.place(), json);
        stream.writeTo(table::add, count);
        table.end();
    }

    /** All that is said about its run, which tells it from every other, those of other databases too. */
    private String run(SourceStream stream) {
        return json.writeValueAsString(stream.place().run());
    }

    private SourceStream stream(
            String model, String source, @Nullable String run, @Nullable String group, @Nullable String limit) {
        Place place = catalog.place(model, source, run);
        return new SourceStream(
                pages, place, BulkRequest.group(Links.source(model, source), group), BulkRequest.examples(limit));
    }

    /** @return how many features the run has of the source */
    private long begin(SourceStream stream, String type, String extension, HttpServletResponse response) {
        Place place = stream.place();
        long count = evidence.count(place);
        response.setContentType(type);
        response.setHeader("Featurescope-Features", String.valueOf(count));
        response.setHeader("Featurescope-Run", String.valueOf(place.run().id()));
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=%s-%s-run-%d.%s"
                        .formatted(
                                place.source().model(),
                                place.source().name(),
                                place.run().id(),
                                extension));
        return count;
    }
}
