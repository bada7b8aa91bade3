package org.featurescope.web.text;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TokenRepository extends Repository<TokenEntity, TokenEntity.Key> {

    /** All tokens of a tokenizer, by id. Rows and not entities: nothing is to be tracked for 100,000 of them. */
    @Query("""
            select new org.featurescope.web.text.TokenRow(t.id.tokenId, t.bytes, t.special)
            from TokenEntity t where t.id.tokenizerId = :tokenizerId order by t.id.tokenId
            """)
    List<TokenRow> tokensOf(int tokenizerId);
}
