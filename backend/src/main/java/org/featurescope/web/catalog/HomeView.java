package org.featurescope.web.catalog;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;

/**
 * The start page as its template shows it.
 *
 * @param byLabel features that tell a label apart
 * @param byKurtosis features that are mostly silent, and then very active
 */
public record HomeView(List<Card> cards, List<LeaderView> byLabel, List<LeaderView> byKurtosis) {

    /** @param groups its sources by kind */
    public record Card(HomePage.Card model, List<Group> groups) {}

    /** @param sources names as short as they can be: of neurons the layer */
    public record Group(String title, List<PageLink> sources) {}

    static HomeView of(HomePage page) {
        boolean severalModels = page.models().size() > 1;
        return new HomeView(
                page.models().stream().map(HomeView::card).toList(),
                page.byLabel().stream()
                        .map(leader -> LeaderView.of(leader, Numbers.fixed(leader.value(), 3), severalModels))
                        .toList(),
                page.byKurtosis().stream()
                        .map(leader -> LeaderView.of(leader, Numbers.significant(leader.value(), 3), severalModels))
                        .toList());
    }

    private static Card card(HomePage.Card card) {
        List<Group> groups = new ArrayList<>();
        add(groups, card, "mlp", "home.layers");
        add(groups, card, "hook", "kind.hook");
        add(groups, card, "sae", "kind.sae");
        add(groups, card, "transcoder", "kind.transcoder");
        return new Card(card, groups);
    }

    private static void add(List<Group> groups, HomePage.Card card, String kind, String titleKey) {
        List<PageLink> sources = card.sourceNames().stream()
                .filter(source -> source.kind().equals(kind))
                .map(source -> new PageLink(
                        kind.equals("mlp") ? source.source().replaceFirst("-mlp$", "") : source.source(), source.url()))
                .toList();
        if (!sources.isEmpty()) {
            groups.add(new Group(Words.of(titleKey), sources));
        }
    }
}
