package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectNameTest {

    @ParameterizedTest
    @CsvSource({
        "shop, shop",
        "My.Shop 2, myshop2",
        "__web-app_, web-app_",
        "-9lives, 9lives",
        "Größe, gre",
        "日本, ''",
        "_-, ''"
    })
    void isMadeOfTheFoldersAsComposeMakesIt(String folder, String name) {
        assertThat(ProjectName.ofFolder(folder)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"shop, true", "9lives, true", "a_b-c, true", "Shop, false", "_shop, false", "a.b, false", "'', false"})
    void isValidAsForCompose(String name, boolean valid) {
        assertThat(ProjectName.isValid(name)).isEqualTo(valid);
    }
}
