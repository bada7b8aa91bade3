package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostmasterFileTest {
    private final Path data;

    PostmasterFileTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void takesProcessAndPort() throws IOException {
        write("4711\n/home/postgres/data\n1700000000\n5433\n\n127.0.0.1\n  123  456\nready   \n");
        assertThat(PostmasterFile.read(data)).contains(new PostmasterFile(4711, 5433));
    }

    @Test
    void isEmptyWhenThereIsNoneOrItIsUnfinished() throws IOException {
        assertThat(PostmasterFile.read(data)).isEmpty();
        write("4711\n/home/postgres/data\n");
        assertThat(PostmasterFile.read(data)).isEmpty();
        write("");
        assertThat(PostmasterFile.read(data)).isEmpty();
    }

    @Test
    void aLivingProcessThatIsNoPostgresIsNotTheServer() {
        PostmasterFile own = new PostmasterFile(ProcessHandle.current().pid(), 5432);
        assertThat(own.isNumberTaken()).isTrue();
        assertThat(own.isRunning()).isFalse();
    }

    private void write(String content) throws IOException {
        Files.writeString(PostmasterFile.in(data), content);
    }
}
