package org.featurescope.lm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    private static final String TWO_FLOATS = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    @Test
    void mapsATensor() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2f);
        SafetensorsFile file = SafetensorsFile.open(write(TWO_FLOATS, data.array()));

        assertThat(file.tensor("w").floats()).containsExactly(1.5f, -2f);
        assertThat(file.parameters()).isEqualTo(2);
        file.tensor("w").read(part -> assertThat(part.isDirect()).isTrue());
    }

    @Test
    void valuesAreReadByTheirNumbers() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-7)
                .putShort((short) 0xffff)
                .putShort((short) 3)
                .putShort((short) 0x3c00)
                .putShort((short) 0x3fc0);
        SafetensorsFile file = SafetensorsFile.open(write("""
                {"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"u":{"dtype":"U16","shape":[1,2],"data_offsets":[8,12]},
                 "h":{"dtype":"F16","shape":[1],"data_offsets":[12,14]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]}}""", data.array()));

        assertThat(file.values("i").requireIntegers(1).integer(0)).isEqualTo(-7);
        TensorValues shorts = file.values("u").requireIntegers(2);
        assertThat(List.of(shorts.integer(0), shorts.integer(1))).containsExactly(65_535L, 3L);
        assertThat(file.values("h").requireFloats(1).number(0)).isEqualTo(1);
        assertThat(file.values("b").requireFloats(1).number(0)).isEqualTo(1.5f);
        assertThatThrownBy(() -> file.values("h").requireIntegers(1))
                .hasMessageContaining("tensor h must have 1 dimensions and a type of [I16, I32, I64, U16, U32, U8]")
                .hasMessageContaining("found F16[1]");
        assertThatThrownBy(() -> file.values("u").requireIntegers(1)).hasMessageContaining("found U16[1, 2]");
        assertThatThrownBy(() -> file.values("x")).hasMessageContaining("has no tensor x");
    }

    @Test
    void refusesAFileThatIsCutShort() throws IOException {
        assertThatThrownBy(() -> SafetensorsFile.open(write(TWO_FLOATS, new byte[7])))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.safetensors")
                .hasMessageContaining("tensor w is cut short: it ends at byte 8");
        Path header = Files.write(folder.resolve("header.safetensors"), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertThatThrownBy(() -> SafetensorsFile.open(header)).hasMessageContaining("not a whole safetensors file");
        Path empty = Files.write(folder.resolve("empty.safetensors"), new byte[0]);
        assertThatThrownBy(() -> SafetensorsFile.open(empty)).hasMessageContaining("0 bytes");
    }

    @Test
    void refusesAHeaderThatIsNotJson() throws IOException {
        assertThatThrownBy(() -> SafetensorsFile.open(write("{\"w\":", new byte[8])))
                .hasMessageContaining("its header is not JSON");
    }

    @Test
    void refusesATensorOfUnknownTypeOrWrongSize() throws IOException {
        SafetensorsFile integers = SafetensorsFile.open(write(TWO_FLOATS.replace("F32", "I32"), new byte[8]));
        assertThatThrownBy(() -> integers.tensor("w").floats())
                .hasMessageContaining("I32")
                .hasMessageContaining("BF16, F16, F32, F64");
        assertThatThrownBy(() -> integers.tensor("v")).hasMessageContaining("has no tensor v");

        assertThatThrownBy(() -> SafetensorsFile.open(write(TWO_FLOATS.replace("[2]", "[3]"), new byte[8])))
                .hasMessageContaining("not that shape's size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':[2,null],'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':{},'data_offsets':[0,8]}} | shape a list of",
                "{'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | not that shape's size",
                "{'w':{'dtype':'F32','shape':[4611686018427387904],'data_offsets':[0,8]}} | not that shape's size",
                "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | not that shape's size",
                "{'w':{'dtype':'NEW','shape':[3000],'data_offsets':[0,8]}} | not that shape's size",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | begin <= end",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | data_offsets a list of",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}} | data_offsets [begin, end]",
                "{'w':{'dtype':'F32','shape':[2]}} | dtype, shape and data_offsets",
                "{'w':{'dtype':4,'shape':[2],'data_offsets':[0,8]}} | dtype a text",
                "{'w':[0,8]} | an object with dtype, shape and data_offsets",
                "{'__metadata__':[]} | tensor __metadata__ must have in the header an object of texts",
                "{'__metadata__':{'step':1}} | an object of texts",
                "{'v':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                        + " | tensor w begins at byte 0 of the data, where the one before it ends at 4",
                "{'v':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at byte 4 of the data",
                "{'v':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | has 4 bytes after its last tensor",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'w':{}} | Duplicate",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'shape':[2]}} | Duplicate",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} [] | goes on after its object",
                "[] | not a JSON object",
                "{'w' | not JSON",
            })
    void refusesAHeaderThatDoesNotFollowTheSpecification(String header, String expected) throws IOException {
        Path file = write(header.replace('\'', '"'), new byte[8]);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.safetensors: ")
                .hasMessageContaining(expected);
    }

    @Test
    void readsTensorsThatAreNotInTheOrderOfTheHeader() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8],\"note\":{\"x\":[1]}},"
                + "\"e\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]},"
                + "\"w\":{\"dtype\":\"NEW\",\"shape\":[8],\"data_offsets\":[0,4]}}  \n";
        SafetensorsFile file = SafetensorsFile.open(write(header, new byte[8]));

        assertThat(file.names()).containsExactly("v", "e", "w");
        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(file.tensor("v").floats()).containsExactly(0);
        assertThatThrownBy(() -> file.tensor("w").floats()).hasMessageContaining("tensor w is of type NEW");
    }

    @Test
    void refusesAHeaderThatIsDeepOrNotUtf8() throws IOException {
        Path deep = write("{\"w\":{\"x\":" + "[".repeat(1_000_000), new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(deep)).hasMessageContaining("nesting depth");
        Path latin = write("{}", new byte[0]);
        byte[] bytes = Files.readAllBytes(latin);
        bytes[9] = (byte) 0xE9;
        Files.write(latin, bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(latin)).hasMessageContaining("not UTF-8");
    }

    /** The file is as long as it claims; its header would take 200 MB of memory. */
    @Test
    void refusesAHeaderBeyondTheSpecificationsLimit() throws IOException {
        Path file = folder.resolve("huge.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.writeLong(Long.reverseBytes(200_000_000));
            sparse.setLength(200_000_008);
        }
        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("header of 200000000 bytes");
    }

    /** Parts of 16 bytes stand for the 256 MB that are mapped at once. */
    @Test
    void readsInPartsWhatIsTooLargeForOne() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 * 11).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 11; i++) {
            data.putFloat(i);
        }
        Path path = write("{\"w\":{\"dtype\":\"F32\",\"shape\":[11],\"data_offsets\":[0,44]}}", data.array());
        StoredTensor tensor =
                SafetensorsFile.open(path, new SafetensorsFile.Parts(43, 16)).tensor("w");

        List<Integer> parts = new ArrayList<>();
        tensor.read(part -> parts.add(part.remaining()));
        assertThat(parts).containsExactly(16, 16, 12);
        assertThat(tensor.isMappedFp32()).isFalse();
        assertThat(tensor.floats()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        StoredTensor whole =
                SafetensorsFile.open(path, new SafetensorsFile.Parts(44, 16)).tensor("w");
        whole.read(part -> assertThat(part.remaining()).isEqualTo(44));
        assertThat(whole.isMappedFp32()).isTrue();
    }

    /** More than one mapping holds; sparse, so it takes no space where the file system can do that. */
    @Test
    void readsATensorOfMoreThanTwoGibibytes() throws IOException {
        long bytes = 4L * 600_000_000;
        assumeTrue(folder.toFile().getUsableSpace() > 3L << 30, "needs 3 GB of disk");
        Path path = write(
                "{'w':{'dtype':'F32','shape':[600000000],'data_offsets':[0,%d]}}"
                        .formatted(bytes)
                        .replace('\'', '"'),
                new byte[0]);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(file.length() + bytes);
            file.seek(file.length() - 4);
            file.writeInt(Integer.reverseBytes(Float.floatToIntBits(2.5f)));
        }
        StoredTensor tensor = SafetensorsFile.open(path).tensor("w");

        List<Integer> parts = new ArrayList<>();
        List<Float> last = new ArrayList<>();
        tensor.read(part -> {
            parts.add(part.remaining());
            last.add(part.getFloat(part.remaining() - 4));
        });
        assertThat(tensor.isMappedFp32()).isFalse();
        assertThat(parts).hasSize(9).allMatch(size -> size <= StoredTensor.PART_BYTES);
        assertThat(parts.stream().mapToLong(Integer::longValue).sum()).isEqualTo(bytes);
        assertThat(last.get(7)).isZero();
        assertThat(last.get(8)).isEqualTo(2.5f);
        assertThatThrownBy(tensor::floats).hasMessageContaining("has 600000000 values");
    }

    /** Kernels may expect aligned values; a header of odd length is legal. */
    @Test
    void copiesAFp32TensorThatIsNotAligned() throws IOException {
        SafetensorsFile even = SafetensorsFile.open(write(padded(TWO_FLOATS, 4), new byte[8]));
        assertThat(even.tensor("w").isMappedFp32()).isTrue();

        SafetensorsFile odd = SafetensorsFile.open(write(padded(TWO_FLOATS, 3), new byte[8]));
        assertThat(odd.tensor("w").isMappedFp32()).isFalse();
        assertThat(odd.tensor("w").floats()).containsExactly(0, 0);
    }

    @Test
    void refusesValuesThatAreNotFinite() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 1).putShort((short) 0x7F80).putFloat(Float.NaN).putDouble(1e300);
        String header = "{\"h\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
        SafetensorsFile file = SafetensorsFile.open(write(header, data.array()));

        assertThatThrownBy(() -> file.tensor("h").floats())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.safetensors: tensor h holds Infinity at [0, 1]");
        assertThatThrownBy(() -> file.tensor("f").requireFinite()).hasMessageContaining("tensor f holds NaN at [0]");
        assertThatThrownBy(() -> file.tensor("d").floats()).hasMessageContaining("tensor d holds Infinity");
    }

    /** The cache of Hugging Face is made of links. */
    @Test
    void followsLinks() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), write(TWO_FLOATS, new byte[8]));
        assertThat(SafetensorsFile.open(link).tensor("w").floats()).containsExactly(0, 0);
    }

    private static String padded(String header, int remainder) {
        return header + " ".repeat(Math.floorMod(remainder - header.length(), 8));
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("file.safetensors"), bytes.array());
    }
}
