package org.featurescope.lm.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A folder as one input: {@code --- NAME} on a line of its own, then the file; of a safetensors file the header alone, of an
 * npz file a line for each array.
 */
record FolderInput(Map<String, byte[]> files) {

    private static final String MARK = "--- ";
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,60}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,60}){0,5}");

    static FolderInput parse(byte[] input) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (String part : ("\n" + text).split("\n" + MARK, -1)) {
            int lineEnd = part.indexOf('\n');
            String name = lineEnd < 0 ? "" : part.substring(0, lineEnd);
            if (NAME.matcher(name).matches() && files.keySet().stream().noneMatch(other -> clash(name, other))) {
                files.put(name, part.substring(lineEnd + 1).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return new FolderInput(files);
    }

    /** One cannot be a file and a folder. */
    private static boolean clash(String name, String other) {
        return (name + "/").startsWith(other + "/") || (other + "/").startsWith(name + "/");
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        files.forEach((name, content) -> text.append(text.length() == 0 ? "" : "\n")
                .append(MARK)
                .append(name)
                .append('\n')
                .append(new String(content, StandardCharsets.ISO_8859_1)));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    Set<String> names() {
        return files.keySet();
    }

    Path write(Path folder) {
        files.forEach((name, content) -> Scratch.write(folder.resolve(name), whole(name, content)));
        return folder;
    }

    private static byte[] whole(String name, byte[] content) {
        return name.endsWith(".safetensors")
                ? FileBytes.safetensors(content)
                : name.endsWith(".npz") ? FileBytes.npz(content) : content;
    }
}
