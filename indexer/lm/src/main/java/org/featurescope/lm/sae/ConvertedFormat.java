package org.featurescope.lm.sae;

import java.util.List;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;

/**
 * What tools/convert/convert_sae.py makes of a PyTorch file: {@code sae.safetensors} with the names of its source, and {@code
 * sae.json}, which says what the source is.
 */
final class ConvertedFormat implements SaeFormat {

    private static final String CONFIG = "sae.json";
    private static final String WEIGHTS = "sae.safetensors";

    /** What the tensors of one source mean. */
    @FunctionalInterface
    interface Layout {
        /** @param about sae.json */
        SaeDraft draft(String format, ConfigFile about, TensorFile tensors);
    }

    private final String name;
    private final String source;
    private final Layout layout;

    /** @param source as sae.json names it */
    private ConvertedFormat(String name, String source, Layout layout) {
        this.name = name;
        this.source = source;
        this.layout = layout;
    }

    static List<SaeFormat> all() {
        return List.of(
                new ConvertedFormat("OpenAI", "openai", ConvertedLayouts::openAi),
                new ConvertedFormat("dictionary_learning", "dictionary_learning", new DictionaryLearningLayout()),
                new ConvertedFormat("Qwen-Scope", "qwen-scope", ConvertedLayouts::qwenScope),
                new ConvertedFormat("Goodfire", "goodfire", ConvertedLayouts::goodfire),
                new ConvertedFormat("DeepSeek-R1", "deepseek-r1", ConvertedLayouts::deepSeekR1),
                new ConvertedFormat("hook_z", "hook-z", ConvertedLayouts::hookZ));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(CONFIG)
                && folder.has(WEIGHTS)
                && folder.config(CONFIG).text("source").equals(source);
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        ConfigFile about = folder.config(CONFIG);
        SaeDraft draft = layout.draft(name, about, folder.tensors(WEIGHTS))
                .file(folder.path(WEIGHTS))
                .file(folder.path(CONFIG));
        if (about.has("hook")) {
            HookPoint hook = HookPoint.parse(about.text("hook"));
            draft.hooks(hook, hook);
        }
        return List.of(draft.finish(options));
    }
}
