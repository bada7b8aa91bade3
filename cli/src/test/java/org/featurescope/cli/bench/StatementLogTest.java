package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementLogTest {

    @Test
    void valuesStandInThePlaceOfParameters() {
        String log = """
                an earlier line
                FEATURESCOPE LOG:  execute S_1: BEGIN
                FEATURESCOPE LOG:  execute S_4/C_5: select a
                \tfrom b where c = $1 and d in ($2, $10)
                FEATURESCOPE DETAIL:  Parameters: $1 = '7', $2 = NULL, $3 = '', $4 = '', $5 = '', $6 = '', $7 = '', $8 = '', $9 = '', $10 = 'it''s $1'
                FEATURESCOPE LOG:  execute <unnamed>: COMMIT
                FEATURESCOPE LOG:  statement: select 1
                FEATURESCOPE LOG:  checkpoint starting: time
                """;

        assertThat(StatementLog.statements(log))
                .containsExactly(
                        "BEGIN", "select a from b where c = '7' and d in (NULL, 'it''s $1')", "COMMIT", "select 1");
    }
}
