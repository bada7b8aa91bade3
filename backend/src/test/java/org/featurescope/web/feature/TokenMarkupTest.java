package org.featurescope.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenMarkupTest {

    @Test
    void whatATokenHasNotIsNotWritten() {
        assertThat(TokenMarkup.of(List.of(
                        new TokenView("a3 s", " de", null, "0.170", null), new TokenView(null, "ß", "  ", "0", 2))))
                .isEqualTo("<i class=\"a3 s\" data-v=\"0.170\"> de</i>"
                        + "<i data-v=\"0\" data-n=\"2\">ß<b class=\"w\">  </b></i>");
    }

    @Test
    void specialTokensHaveADirectionOfTheirOwn() {
        assertThat(TokenMarkup.of(List.of(new TokenView("x", "<|end|>", null, null, null))))
                .isEqualTo("<i class=\"x\" dir=\"ltr\">&lt;|end|&gt;</i>");
    }

    @Test
    void textCannotEndAnElementOrAnAttribute() {
        TokenView hostile = new TokenView("a1", "</i><script>alert('&\"')</script>", null, "\"><img>", null);

        assertThat(TokenMarkup.of(List.of(hostile)))
                .isEqualTo("<i class=\"a1\" data-v=\"&quot;&gt;&lt;img&gt;\">"
                        + "&lt;/i&gt;&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;</i>");
    }
}
