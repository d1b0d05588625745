package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Starts Chromium without a window.
 *
 * <p>If it is not found, tests that need it are skipped with a message; {@code -Dlatchkey.browser=required} makes them
 * fail.
 */
final class Chromium {

    private static final String REQUIRED = "required";

    private Chromium() {}

    /**
     * {@return the driver of a new browser}
     *
     * @param profile an empty folder
     * @param javaScript whether pages may run scripts
     */
    static ChromeDriver start(Path profile, boolean javaScript) {
        Optional<Path> browser = executable("chromium", "google-chrome");
        Optional<Path> driver = executable("chromedriver");
        boolean found = browser.isPresent() && driver.isPresent();
        boolean required = REQUIRED.equals(System.getProperty("latchkey.browser"));
        assertThat(found || !required)
                .as("chromium and chromedriver are required")
                .isTrue();
        assumeTrue(found, "chromium and chromedriver are not on the path: the page is tested over plain HTTP alone");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options(browser.orElseThrow(), profile, javaScript));
    }

    private static ChromeOptions options(Path browser, Path profile, boolean javaScript) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--hide-scrollbars",
                "--window-size=1280,900",
                // A document that must not be stored may stay in memory for Back and Forward, as in other browsers.
                "--enable-features=CacheControlNoStoreEnterBackForwardCache",
                "--user-data-dir=" + profile);
        if (!javaScript) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static Optional<Path> executable(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
