package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pages of features and examples in links, previews and frames. */
class SharingIT {

    private static final String FEATURE = "/tiny-full/0-mlp/0";

    private final TestSite site = TestSite.small();

    @Test
    void aPageSaysWhatItIsAndWhereItStands() {
        String html = site.html(FEATURE + "?group=bottom&view=context&run=5");
        assertThat(html)
                .contains("<link rel=\"canonical\" href=\"" + site.uri(FEATURE) + "\">")
                .contains("<meta property=\"og:title\" content=\"tiny-full · 0-mlp · neuron 0\">")
                .contains("<meta property=\"og:image\" content=\"" + site.uri(FEATURE + ".png?run=5") + "\">")
                .containsPattern("<meta name=\"description\" content=\"Peaks at “[^\"]+ Tells law \\(AUC 0.969\\)\\."
                        + " Active at 25.0\u202F% of 4,000 tokens, maximum 2.750, blocks.0.mlp.hook_post\\.\">");
        assertThat(site.html("/tiny-2l/1-mlp/7?run=1"))
                .as("an older run keeps its own address")
                .contains("<link rel=\"canonical\" href=\"" + site.uri("/tiny-2l/1-mlp/7?run=1") + "\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {FEATURE, "/tiny-2l/1-mlp/3", "/tiny-2l/1-mlp/5"}) // rich, markup, never active
    void thePictureShowsTheStrongestExample(String feature) throws IOException {
        BufferedImage picture = ImageIO.read(site.uri(feature + ".png").toURL());
        assertThat(picture.getWidth()).isEqualTo(1200);
        assertThat(picture.getHeight()).isEqualTo(630);
        boolean shaded = false;
        for (int y = 150; y < 450; y++) {
            for (int x = 0; x < 1200; x++) {
                shaded |= (picture.getRGB(x, y) & 0xffffff) == 0xf5821f;
            }
        }
        assertThat(shaded).isEqualTo(!feature.endsWith("/" + SmallIndex.DEAD_FEATURE));
    }

    @Test
    void oEmbedLeadsToTheFrame() {
        Matcher link = Pattern.compile("type=\"application/json\\+oembed\" href=\"[^\"]*(/oembed[^\"]*)\"")
                .matcher(site.html(FEATURE));
        assertThat(link.find()).isTrue();
        JsonNode answer = site.json(link.group(1) + "&maxwidth=500&maxheight=300");
        assertThat(answer.get("version").asString()).isEqualTo("1.0");
        assertThat(answer.get("type").asString()).isEqualTo("rich");
        assertThat(answer.get("provider_name").asString()).isEqualTo("Featurescope");
        assertThat(answer.get("width").asInt()).isEqualTo(500);
        assertThat(answer.get("height").asInt()).isEqualTo(300);
        Matcher frame = Pattern.compile("<iframe src=\"http://[^/]+([^\"]+)\" width=\"500\" height=\"300\"")
                .matcher(answer.get("html").asString());
        assertThat(frame.find()).isTrue();
        assertThat(site.html(frame.group(1))).contains("tiny-full · 0-mlp · neuron 0", "<mark tabindex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/oembed", "/oembed?url=http://elsewhere.example/a", "/oembed?url=::::", "/oembed?url=/tiny-full"
            })
    void oEmbedRefusesWhatIsNoFeature(String path) {
        assertThat(site.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void oEmbedSpeaksJsonAlone() {
        assertThat(site.get("/oembed?format=xml&url=" + site.uri(FEATURE)).statusCode())
                .isEqualTo(501);
    }

    @Test
    void onlyTheFrameMayBeFramed() {
        HttpResponse<String> frame = site.get(FEATURE + "/embed");
        assertThat(frame.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors *", "default-src 'none'");
        assertThat(site.get(FEATURE)
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("frame-ancestors 'none'");
    }

    @Test
    void theFrameHasOptions() {
        assertThat(site.html(FEATURE + "/embed?theme=dark&examples=1&statistics=off"))
                .contains("<html lang=\"en\" data-theme=\"dark\">")
                .doesNotContain("density")
                .satisfies(html -> assertThat(html.split("<mark tabindex", -1)).hasSize(2));
        assertThat(site.html(FEATURE + "/embed?group=bottom")).contains("−0.5000");
        assertThat(site.get(FEATURE + "/embed?examples=21").body()).contains("examples must be from 1 to 20, got 21.");
        assertThat(site.get(FEATURE + "/embed?theme=pink").statusCode()).isEqualTo(400);
        assertThat(site.get(FEATURE + "/embed?statistics=maybe").statusCode()).isEqualTo(400);
    }

    @Test
    void aFeatureIsCitedInItsRun() {
        assertThat(site.html(FEATURE))
                .contains("@misc{featurescope-tiny-full-0-mlp-0-run5,", "\\url{" + site.uri(FEATURE + "?run=5") + "}")
                .contains("run 5 over 4,000 tokens of first and second");
    }
}
