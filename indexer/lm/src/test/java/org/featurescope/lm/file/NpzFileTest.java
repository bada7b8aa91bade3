package org.featurescope.lm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of numpy itself come from {@code tools/reference/make_npz.py}. */
class NpzFileTest {

    private static final Path FIXTURES = Path.of("src/test/resources/npz");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void readsWhatNumpyWrites(String name) {
        NpzFile file = NpzFile.open(FIXTURES.resolve(name));

        assertThat(file.names()).startsWith("W_enc", "b_half", "b_double", "ids", "positions", "scalar", "empty");
        assertThat(file.tensor("W_enc").require(3, 5).floats()).containsExactly(ramp(15));
        assertThat(file.tensor("b_half").require(7).floats()).containsExactly(ramp(7));
        assertThat(file.tensor("b_double").require(4).floats()).containsExactly(ramp(4));
        assertThat(file.tensor("ids").require(2, 3).integers()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(file.tensor("scalar").require().floats()).containsExactly(2.5f);
        assertThat(file.tensor("empty").require(0, 4).floats()).isEmpty();
        assertThat(file.tensor("positions").type()).isEqualTo("I64");
    }

    @Test
    void readsAConstantVectorThatShrankAThousandfold() {
        float[] threshold = NpzFile.open(FIXTURES.resolve("compressed.npz"))
                .tensor("threshold")
                .floats();

        assertThat(threshold).hasSize(20_000).containsOnly(0.125f);
    }

    @Test
    void showsDirectPartsThatAreNotMapped() {
        StoredTensor tensor = NpzFile.open(FIXTURES.resolve("stored.npz")).tensor("W_enc");

        assertThat(tensor.isMappedFp32()).isFalse();
        tensor.read(part -> assertThat(part.isDirect()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fortran | numpy.ascontiguousarray",
                "big | x.astype('<f4')",
                "objects | pickles are never loaded",
            })
    void refusesWhatIsNoArrayOfNumbersInRowOrder(String tensor, String remedy) {
        NpzFile file = NpzFile.open(FIXTURES.resolve("refused.npz"));

        assertThatThrownBy(() -> file.tensor(tensor))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("refused.npz: tensor " + tensor)
                .hasMessageContaining(remedy);
        assertThat(file.tensor("column").require(3, 1).floats()).containsExactly(1, 1, 1);
        assertThatThrownBy(() -> file.tensor("flags").floats()).hasMessageContaining("BOOL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | not that shape's size",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), } | a whole number >= 0",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999,999), } | not that shape's size",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } | at most 18 digits",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), } | a text in quotes",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), } | True or False",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), } | each once",
                "{'descr': '<f4', 'shape': (2,), } | each once",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } print() | each once",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,) | expected '}'",
                "__import__('os') | expected '{'",
            })
    void refusesAHeaderThatNumpyWouldNotWrite(String header, String expected) throws IOException {
        Path file = zip(Map.of("w.npy", npy(1, header, new byte[8])));

        assertThatThrownBy(() -> NpzFile.open(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.npz: tensor w ")
                .hasMessageContaining(expected);
    }

    /** The name of a safetensors type is no type of numpy's; the size of its values is unknown. */
    @Test
    void refusesATypeOfAnotherFormat() throws IOException {
        String header = "{'descr': 'F64', 'fortran_order': False, 'shape': (2,), }";
        NpzFile file = NpzFile.open(zip(Map.of("w.npy", npy(1, header, new byte[2]))));

        assertThatThrownBy(() -> file.tensor("w").floats())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("tensor w is of type numpy F64; supported");
    }

    @Test
    void readsFormatVersionsOneToThree() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }  \n";
        for (int version = 1; version <= 3; version++) {
            NpzFile file = NpzFile.open(zip(Map.of("w.npy", npy(version, header, new byte[8]))));
            assertThat(file.tensor("w").floats()).containsExactly(0, 0);
        }
        Path fourth = zip(Map.of("w.npy", npy(4, header, new byte[8])));
        assertThatThrownBy(() -> NpzFile.open(fourth)).hasMessageContaining("version 4");
        Path notNumpy = zip(Map.of("w.npy", "not numpy at all".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> NpzFile.open(notNumpy)).hasMessageContaining("does not begin as numpy arrays do");
    }

    @Test
    void refusesAZipBomb() throws IOException {
        int bytes = 17 << 20;
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + bytes + ",), }";
        Path one = zip(Map.of("zeros.npy", npy(1, header, new byte[bytes])));
        assertThatThrownBy(() -> NpzFile.open(one))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("member zeros.npy")
                .hasMessageContaining("more than 100 times as much");

        int small = 15 << 20;
        byte[] zeros = npy(1, header.replace("" + bytes, "" + small), new byte[small]);
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            many.put("zeros" + i + ".npy", zeros);
        }
        assertThatThrownBy(() -> NpzFile.open(zip(many))).hasMessageContaining("the file of ");
    }

    @Test
    void refusesAChangedByte() throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("stored.npz"));
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[content.indexOf("NUMPY") + 130] ^= 1;
        Path file = Files.write(folder.resolve("file.npz"), bytes);

        assertThatThrownBy(() -> NpzFile.open(file).tensor("W_enc").floats())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.npz: tensor W_enc does not have the checksum");
    }

    @Test
    void refusesAFileThatIsCutShortOrEncrypted() throws IOException {
        byte[] whole = Files.readAllBytes(FIXTURES.resolve("stored.npz"));
        for (int length : List.of(0, 3, 200, whole.length - 1)) {
            Path file = Files.write(folder.resolve("file.npz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpzFile.open(file))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("not a whole npz file");
        }
        int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        whole[directory + 8] |= 1; // the flag of an encrypted member
        Path file = Files.write(folder.resolve("file.npz"), whole);
        assertThatThrownBy(() -> NpzFile.open(file)).hasMessageContaining("encrypted");
        assertThatThrownBy(() -> NpzFile.open(folder.resolve("missing.npz"))).hasMessageContaining("not found");
    }

    @Test
    void refusesANameThatIsThereTwice() throws IOException {
        byte[] array = npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        Path file = zip(new LinkedHashMap<>(Map.of("aa.npy", array, "bb.npy", array)));
        String twice = Files.readString(file, StandardCharsets.ISO_8859_1).replace("bb.npy", "aa.npy");
        Files.writeString(file, twice, StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> NpzFile.open(file)).hasMessageContaining("tensor aa is there twice");
    }

    @Test
    void refusesANameThatIsNotUtf8() throws IOException {
        byte[] array = npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        Path file = zip(Map.of("\u00e9\u00e9.npy", array));
        byte[] bytes = Files.readAllBytes(file);
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[content.lastIndexOf("\u00c3\u00a9.npy") + 1] = 'x';
        Files.write(file, bytes);

        assertThatThrownBy(() -> NpzFile.open(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.npz: is not a whole npz file");
    }

    /** Of a type whose size is unknown, so that the shape cannot tell. */
    @Test
    void refusesAnArrayThatIsShorterThanItsHeader() throws IOException {
        Path file =
                zip(Map.of("w.npy", npy(1, "{'descr': 'x', 'fortran_order': False, 'shape': (1,), }", new byte[0])));
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        bytes[directory + 24] -= 5; // the member's size
        Files.write(file, bytes);

        assertThatThrownBy(() -> NpzFile.open(file))
                .hasMessageContaining("tensor w of type x and shape [1] has -5 bytes");
    }

    /** Nothing is unpacked to the disk, so a name is a name. */
    @Test
    void takesPathsAsNames() throws IOException {
        byte[] array = npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        NpzFile file = NpzFile.open(zip(Map.of("../../w\n.npy", array)));

        assertThat(file.tensor("../../w\n").floats()).containsExactly(0);
        assertThatThrownBy(() -> file.tensor("../../w\n").integers()).hasMessageContaining("tensor ../../w\\u000a is");
    }

    @Test
    void showsALargeTensorInParts() throws IOException {
        int count = 5 << 20;
        ByteBuffer values = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat(i * 31 % 1_000_003);
        }
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ",), }";
        NpzFile file = NpzFile.open(zip(Map.of("w.npy", npy(1, header, values.array()))));

        List<Integer> parts = new ArrayList<>();
        file.tensor("w").read(part -> parts.add(part.remaining()));
        assertThat(parts).containsExactly(16 << 20, 4 << 20);
        float[] floats = file.tensor("w").floats();
        for (int i = 0; i < count; i++) {
            assertThat(floats[i] == i * 31 % 1_000_003).isTrue();
        }
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i - count / 2) / 4f;
        }
        return values;
    }

    private static byte[] npy(int version, String header, byte[] values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(version == 1 ? 10 : 12).order(ByteOrder.LITTLE_ENDIAN);
        start.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            start.putShort((short) text.length);
        } else {
            start.putInt(text.length);
        }
        ByteBuffer npy = ByteBuffer.allocate(start.capacity() + text.length + values.length);
        return npy.put(start.flip()).put(text).put(values).array();
    }

    private Path zip(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            members.forEach((name, content) -> {
                try {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(content);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return Files.write(folder.resolve("file.npz"), bytes.toByteArray());
    }
}
