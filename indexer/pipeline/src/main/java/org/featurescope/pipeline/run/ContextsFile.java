package org.featurescope.pipeline.run;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.featurescope.pipeline.corpus.Document;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of one corpus that are kept, in the order of the corpus, each document in front of its first context. Read and
 * written as a stream, so that the memory it takes does not depend on their number.
 */
final class ContextsFile {

    private static final String KIND = "FSCTXT01";

    private static final int DOCUMENT = 1;
    private static final int CONTEXT = 2;
    private static final int END = 0;

    private static final int NO_TEXT = 0;

    private ContextsFile() {}

    /**
     * @param contexts ascending
     * @throws RunFilesException if the file cannot be written
     */
    static void write(Path file, Iterator<KeptContext> contexts) {
        CheckedFile.write(file, KIND, out -> {
            int documentNo = -1;
            while (contexts.hasNext()) {
                KeptContext context = contexts.next();
                if (context.documentNo() != documentNo) {
                    documentNo = context.documentNo();
                    writeDocument(out, documentNo, context.document());
                }
                writeContext(out, context);
            }
            out.writeByte(END);
        });
    }

    private static void writeDocument(DataOutputStream out, int number, Document document) throws IOException {
        out.writeByte(DOCUMENT);
        out.writeInt(number);
        CheckedFile.writeText(out, document.id());
        writeOptional(out, document.title());
        writeOptional(out, document.label());
        writeOptional(out, document.source());
        writeOptional(out, document.licence());
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeByte(text == null ? NO_TEXT : 1);
        if (text != null) {
            CheckedFile.writeText(out, text);
        }
    }

    private static void writeContext(DataOutputStream out, KeptContext context) throws IOException {
        out.writeByte(CONTEXT);
        out.writeInt(context.contextNo());
        out.writeInt(context.firstToken());
        byte[] ids = CheckedFile.ofInts(context.tokenIds());
        out.writeInt(ids.length);
        out.write(ids);
        CheckedFile.writeText(out, context.text());
    }

    /** Why the file is not whole; empty if it is. */
    static String damage(Path file) {
        return CheckedFile.damage(file, KIND);
    }

    /** A reading from the first context of a whole file. */
    static Reading read(Path file) {
        try {
            return new Reading(file, CheckedFile.open(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static RunFilesException unusable(Path file, IOException cause) {
        return new RunFilesException(
                file + ": cannot be used (" + cause.getMessage() + "); take a copy of the file, or index again", cause);
    }

    /** One pass over a file. */
    static final class Reading implements KeptContexts {

        private final Path file;
        private final DataInputStream in;
        private int documentNo;
        private @Nullable Document document;
        private @Nullable KeptContext next;

        private Reading(Path file, DataInputStream in) throws IOException {
            this.file = file;
            this.in = in;
            next = readNext();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public KeptContext next() {
            KeptContext current = next;
            if (current == null) {
                throw new NoSuchElementException();
            }
            try {
                next = readNext();
            } catch (IOException e) {
                throw unusable(file, e);
            }
            return current;
        }

        private @Nullable KeptContext readNext() throws IOException {
            int tag = in.readUnsignedByte();
            if (tag == DOCUMENT) {
                documentNo = in.readInt();
                document = readDocument();
                tag = in.readUnsignedByte();
            }
            if (tag == END) {
                return null;
            }
            if (tag != CONTEXT || document == null) {
                throw new IOException("a context must follow, found a part of kind " + tag);
            }
            return new KeptContext(
                    in.readInt(),
                    documentNo,
                    document,
                    in.readInt(),
                    CheckedFile.toInts(CheckedFile.readBytes(in, in.readInt())),
                    CheckedFile.readText(in));
        }

        private Document readDocument() throws IOException {
            return new Document(
                    CheckedFile.readText(in), "", readOptional(), readOptional(), readOptional(), readOptional());
        }

        private @Nullable String readOptional() throws IOException {
            return in.readByte() == NO_TEXT ? null : CheckedFile.readText(in);
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unusable(file, e);
            }
        }
    }
}
