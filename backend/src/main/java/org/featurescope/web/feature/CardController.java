package org.featurescope.web.feature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.featurescope.web.common.Cost;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /{model}/{source}/{index}.png}: the picture of a feature for previews of links. The last ones are kept. */
@Controller
class CardController {

    private static final int KEPT = 200; // of about 40 kB

    private record Key(int run, String model, String source, int index) {}

    private final FeaturePages pages;
    private final Map<Key, byte[]> kept = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > KEPT;
        }
    });

    CardController(FeaturePages pages) {
        this.pages = pages;
    }

    @Cost(Cost.LIST)
    @GetMapping("/{model}/{source}/{index}.png")
    ResponseEntity<byte[]> card(
            @PathVariable String model,
            @PathVariable String source,
            @PathVariable String index,
            @RequestParam(required = false) @Nullable String run) {
        FeaturePages.Shown shown = pages.show(model, source, index, run, GroupChoice.TOP);
        FeaturePage page = shown.page();
        Key key = new Key(page.run().id(), model, source, page.index());
        byte[] png = kept.computeIfAbsent(key, missing -> CardPainter.png(Card.of(shown)));
        return ResponseEntity.ok().contentType(MediaType.IMAGE_PNG).body(png);
    }
}
