package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What families read from configurations, what they assume, and what they refuse. */
class FamilyTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FIXTURES = Path.of("src/test/resources");

    @TempDir
    Path folder;

    /** Each row: a configuration that is supported, what is changed in it, and what the refusal names. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    gpt2-scaled | {"activation_function": "relu"} | activation_function = "relu"
                    gpt2-scaled | {"add_cross_attention": true} | add_cross_attention = true
                    gpt2-scaled | {"n_embd": 18} | n_embd = 18 is not supported; supported: multiples of n_head
                    gpt-neo | {"activation_function": "quick_gelu"} | activation_function = "quick_gelu"
                    gpt-neo | {"attention_types": [[["global", "sparse"], 1]]} | supported: global, local
                    gpt-neo | {"attention_types": [[["global"], 3]]} | as many as num_layers, 2
                    gpt-neo | {"attention_types": [[["global"], 2000000000]]} | as many as num_layers, 2
                    gpt-neo | {"attention_types": null, "attention_layers": ["local"]} | attention_layers = ["local"]
                    gpt-neox | {"hidden_act": "relu"} | hidden_act = "relu"
                    gpt-neox | {"rope_scaling": {"type": "dynamic", "factor": 2}} | rope_scaling.type = "dynamic"
                    gpt-neox | {"rope_parameters": {"partial_rotary_factor": 0.35}} | an even number of its 16 dimensions, not 5
                    gpt-neox | {"rope_parameters": {"partial_rotary_factor": 1.5}} | an even number of its 16 dimensions, not 24
                    llama | {"hidden_act": "relu2"} | hidden_act = "relu2" is not supported; supported: gelu, gelu_fast
                    llama | {"rope_scaling": {"type": "yarn", "factor": 4}} | rope_scaling.type = "yarn" is not supported; supported: default, linear, llama3
                    llama | {"rope_scaling": {"rope_type": "longrope"}} | rope_scaling.rope_type = "longrope"
                    llama | {"rope_parameters": {"rope_type": "dynamic"}} | rope_parameters.rope_type = "dynamic"
                    llama | {"rope_parameters": {"full_attention": {"rope_theta": 1}}} | one for all layers
                    llama | {"partial_rotary_factor": 0.5} | partial_rotary_factor = 0.5
                    llama | {"num_key_value_heads": 3} | num_key_value_heads = 3
                    llama | {"head_dim": 7} | head_dim = 7
                    llama | {"head_dim": null, "hidden_size": 18} | hidden_size = 18
                    llama | {"num_local_experts": 8} | num_local_experts = 8
                    llama | {"logits_scaling": 8.0} | logits_scaling = 8.0
                    llama | {"residual_multiplier": 0.2} | residual_multiplier = 0.2
                    llama | {"quantization_config": {"bits": 4}} | quantization_config = {"bits":4}
                    mistral | {"layer_types": ["full_attention", "sliding_attention"]} | layer_types = ["full_attention","sliding_attention"]
                    mistral | {"attention_bias": true} | attention_bias = true
                    qwen2 | {"attention_bias": false} | attention_bias = false
                    qwen2 | {"layer_types": ["full_attention", "chunked_attention"]} | supported: full_attention, sliding_attention
                    qwen2 | {"layer_types": ["full_attention"]} | a list as long as there are layers, 2
                    qwen2 | {"use_sliding_window": false} | where sliding_window is null or use_sliding_window is false
                    qwen3 | {"rope_scaling": {"rope_type": "yarn", "factor": 4}} | rope_scaling.rope_type = "yarn"
                    qwen3 | {"num_experts": 128} | num_experts = 128
                    gemma2 | {"hidden_activation": "relu"} | hidden_activation = "relu"
                    gemma2 | {"use_bidirectional_attention": true} | use_bidirectional_attention = true
                    gemma2 | {"sliding_window": null} | where sliding_window is null
                    gemma3 | {"attn_logit_softcapping": 50.0} | attn_logit_softcapping = 50.0
                    gemma3 | {"use_bidirectional_attention": true} | use_bidirectional_attention = true
                    gemma3 | {"rope_parameters": {"rope_theta": 5000.0}} | an object each for full_attention and sliding_attention
                    gemma3 | {"rope_scaling": {"rope_type": "yarn", "factor": 8}} | rope_scaling.rope_type = "yarn"
                    gemma3-multimodal | {"text_config": {"final_logit_softcapping": 30.0}} | text_config.final_logit_softcapping = 30.0
                    olmo2 | {"clip_qkv": 8.0} | clip_qkv = 8.0
                    olmo2 | {"hidden_act": "swiglu"} | hidden_act = "swiglu"
                    """)
    void refusesByNameWhatItDoesNotCompute(String model, String changes, String named) throws IOException {
        ConfigFile config = changed("tiny-" + model, changes);

        assertThatThrownBy(() -> Family.of(config))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(named)
                .hasMessageContaining("is not supported; supported: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    llama | {"hidden_size": null} | hidden_size must be a whole number >= 1 and < 2^31, found null
                    llama | {"num_hidden_layers": -3} | num_hidden_layers must be a whole number >= 1 and < 2^31, found -3
                    llama | {"num_hidden_layers": 2.5} | num_hidden_layers must be a whole number >= 1 and < 2^31, found 2.5
                    llama | {"rope_scaling": "yarn"} | rope_scaling must be an object, found "yarn"
                    llama | {"rope_scaling": {"type": "linear"}} | rope_scaling.factor must be a finite number, found nothing
                    llama | {"tie_word_embeddings": "no"} | tie_word_embeddings must be true or false, found "no"
                    qwen2 | {"layer_types": "full_attention"} | layer_types must be a list, found "full_attention"
                    qwen2 | {"layer_types": [1, 2]} | layer_types must be a list of texts, found [1,2]
                    gpt-neo | {"attention_types": [["global", 2]]} | attention_types[0].0 must be a list, found "global"
                    """)
    void complainsOfWhatIsNoSuchValue(String model, String changes, String complaint) throws IOException {
        ConfigFile config = changed("tiny-" + model, changes);

        assertThatThrownBy(() -> Family.of(config))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void refusesAnUnknownArchitectureAndListsTheKnownOnes() throws IOException {
        ConfigFile config = changed("tiny-llama", "{\"model_type\": \"mamba\"}");

        assertThatThrownBy(() -> Family.of(config))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("model_type = \"mamba\"")
                .hasMessageContaining(
                        "gemma2, gemma3, gemma3_text, gpt2, gpt_neo, gpt_neox, llama, mistral, olmo2, qwen2");
    }

    /** Gemma 3 4B is published with these fields and no others. */
    @Test
    void assumesForGemma3WhatPublishedConfigurationsLeaveOut() throws IOException {
        LlamaLike family = llamaLike("""
                {"model_type": "gemma3", "text_config": {"hidden_size": 2560, "intermediate_size": 10240,
                 "model_type": "gemma3_text", "num_hidden_layers": 34,
                 "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 1024}}""");

        assertThat(family.shape()).isEqualTo(new ModelShape("gemma3", 34, 2560, 10240, 8, 4, 256, 262_208, 131_072));
        assertThat(IntStream.range(0, 34).filter(layer -> family.scores(layer).window() == null))
                .containsExactly(5, 11, 17, 23, 29);
        assertThat(family.scores(0)).isEqualTo(new Attention.Scores(1 / 16.0, 1024, null));
        assertThat(family.rotary(0)).isEqualTo(new RotarySettings(10_000, 256, new RotarySettings.Linear(1)));
        assertThat(family.rotary(5)).isEqualTo(new RotarySettings(1_000_000, 256, new RotarySettings.Linear(8)));
        assertThat(family.logitCap()).isNull();
    }

    @Test
    void capsAndAlternatesInGemma2UnlessToldOtherwise() throws IOException {
        String sizes = """
                {"model_type": "gemma2", "hidden_size": 2304, "intermediate_size": 9216, "num_hidden_layers": 26,
                 "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "vocab_size": 256000,
                 "max_position_embeddings": 8192""";
        LlamaLike silent = llamaLike(sizes + "}");
        LlamaLike uncapped =
                llamaLike(sizes + ", \"attn_logit_softcapping\": null, \"final_logit_softcapping\": null}");

        assertThat(silent.scores(0)).isEqualTo(new Attention.Scores(1 / 16.0, 4096, 50.0));
        assertThat(silent.scores(1)).isEqualTo(new Attention.Scores(1 / 16.0, null, 50.0));
        assertThat(silent.logitCap()).isEqualTo(30.0);
        assertThat(silent.embeddingScale()).isEqualTo(48);
        assertThat(uncapped.scores(1).softCap()).isNull();
        assertThat(uncapped.logitCap()).isNull();
    }

    @Test
    void slidesInMistralUnlessTheWindowIsNull() throws IOException {
        assertThat(changedLlamaLike("tiny-mistral", "{\"sliding_window\": null}")
                        .scores(0)
                        .window())
                .isNull();
        ObjectNode silent = read("tiny-mistral");
        silent.remove("sliding_window");
        assertThat(llamaLike(silent.toString()).scores(1).window()).isEqualTo(4096);
    }

    @Test
    void slidesInTheUpperLayersOfQwenOnlyIfToldTo() throws IOException {
        String changes = "\"layer_types\": null, \"num_hidden_layers\": 30, \"sliding_window\": 8";
        LlamaLike sliding = changedLlamaLike(
                "tiny-qwen3", "{" + changes + ", \"use_sliding_window\": true, \"max_window_layers\": 0}");
        LlamaLike upper = changedLlamaLike(
                "tiny-qwen3", "{" + changes + ", \"use_sliding_window\": true, \"max_window_layers\": null}");
        LlamaLike full = changedLlamaLike("tiny-qwen3", "{" + changes + "}");

        assertThat(sliding.scores(0).window()).isEqualTo(8);
        assertThat(upper.scores(27).window()).isNull();
        assertThat(upper.scores(28).window()).isEqualTo(8);
        assertThat(full.scores(29).window()).isNull();
    }

    /** Frequencies that transformers 5.23.0 computed for Llama 3.1: theta 500,000, heads 128 wide. */
    @Test
    void slowsRotaryPositionsAsLlama31Does() throws IOException {
        float[] frequencies = changedLlamaLike("tiny-llama", """
                        {"head_dim": 128, "rope_parameters": null, "rope_theta": 500000.0, "rope_scaling":
                         {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                          "original_max_position_embeddings": 8192}}""").rotary(0).frequencies();

        assertThat(frequencies).hasSize(64);
        int[] dimensions = {1, 28, 29, 31, 34, 40, 63};
        float[] expected = {
            0.814617217f,
            0.00321144611f,
            0.00216657063f,
            0.00085675146f,
            0.000178507791f,
            3.42810235e-05f,
            3.06892588e-07f
        };
        for (int i = 0; i < dimensions.length; i++) {
            assertThat(frequencies[dimensions[i]]).isCloseTo(expected[i], withinPercentage(1e-4));
        }
    }

    @Test
    void hasNoStreamBetweenHalvesThatRunSideBySide() throws IOException {
        Map<HookPoint, Integer> parallel =
                Family.of(changed("tiny-gpt-neox", "{}")).hookPoints();
        Map<HookPoint, Integer> sequential = Family.of(changed("tiny-gpt-neox", "{\"use_parallel_residual\": false}"))
                .hookPoints();

        assertThat(parallel).doesNotContainKey(HookPoint.residMid(0)).hasSize(sequential.size() - 2);
        assertThat(sequential).containsEntry(HookPoint.residMid(1), 32);
    }

    @Test
    void tellsWidthsOfHookPoints() throws IOException {
        assertThat(Family.of(changed("tiny-mistral", "{}")).hookPoints())
                .containsEntry(HookPoint.embed(), 16)
                .containsEntry(HookPoint.attnZ(1), 4 * 6)
                .containsEntry(HookPoint.mlpPost(1), 28)
                .containsEntry(HookPoint.ln2Normalized(0), 16)
                .containsEntry(HookPoint.logits(), 40);
    }

    @Test
    void everyFamilyAndHookPointIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("../../docs/models.md"));

        assertThat(documented)
                .contains(Family.BY_MODEL_TYPE.keySet().stream()
                        .map(type -> "`" + type + "`")
                        .toList());
        for (String fixture : List.of("tiny-mistral", "tiny-gpt-neox", "tiny-olmo2")) {
            for (HookPoint point :
                    Family.of(changed(fixture, "{}")).hookPoints().keySet()) {
                String name = point.layer() == null ? point.site() : "blocks.{layer}." + point.site();
                assertThat(documented).contains("| `" + name + "` |");
            }
        }
    }

    private LlamaLike changedLlamaLike(String fixture, String changes) throws IOException {
        return (LlamaLike) Family.of(changed(fixture, changes));
    }

    private LlamaLike llamaLike(String json) throws IOException {
        return (LlamaLike) Family.of(write(json));
    }

    private ConfigFile changed(String fixture, String changes) throws IOException {
        return write(ConfigChange.apply(FIXTURES.resolve(fixture), changes));
    }

    private static ObjectNode read(String fixture) throws IOException {
        return (ObjectNode) JSON.readTree(ConfigChange.apply(FIXTURES.resolve(fixture), "{}"));
    }

    private ConfigFile write(String json) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("config.json"), json));
    }
}
