package org.featurescope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.SaeOptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class SaeArgumentTest {

    @Test
    void aFolderAloneLeavesEverythingToItsFiles() {
        assertThat(SaeArgument.parse("some/folder"))
                .isEqualTo(new SaeArgument(Path.of("some/folder"), SaeOptions.NONE));
    }

    @Test
    void optionsFollowTheFolder() {
        SaeArgument argument = SaeArgument.parse("saes/a,hook=blocks.3.hook_resid_post,layers=0;5,k=32,name=three");

        assertThat(argument.folder()).isEqualTo(Path.of("saes/a"));
        assertThat(argument.options().input()).isEqualTo(HookPoint.residPost(3));
        assertThat(argument.options().layers()).isEqualTo(Set.of(0, 5));
        assertThat(argument.options().k()).isEqualTo(32);
        assertThat(argument.options().name()).isEqualTo("three");
    }

    @Test
    void aCommaMayStandInTheNameOfAFolder() {
        SaeArgument argument = SaeArgument.parse("saes, old/a,b,k=4");

        assertThat(argument.folder()).isEqualTo(Path.of("saes, old/a,b"));
        assertThat(argument.options().k()).isEqualTo(4);
    }

    @Test
    void saysWhichOptionIsWrong() {
        SaeArgument.Converter converter = new SaeArgument.Converter();

        assertThatThrownBy(() -> converter.convert("a,K=4"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("unknown option K of an SAE; known: [");
        assertThatThrownBy(() -> converter.convert("a,k=many"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("k of an SAE must be a whole number, got \"many\"");
        assertThatThrownBy(() -> converter.convert("a,k=1,k=2")).hasMessageContaining("--sae gives k twice");
        assertThatThrownBy(() -> converter.convert(",k=1")).hasMessageContaining("--sae must begin with a folder");
    }
}
