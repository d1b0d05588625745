package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser, Chromium without a window.
 *
 * <p>Where none is found, tests that need one are skipped, and say so; {@code -Dlatchkey.browser=required} makes them fail.
 */
final class Browser implements AutoCloseable {

    private static final String REQUIRED = "required";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final String url;
    private final Optional<String> axe;

    private Browser(ChromeDriver driver, String url, Optional<String> axe) {
        this.driver = driver;
        this.url = url;
        this.axe = axe;
    }

    /**
     * {@return a browser with an empty profile}
     *
     * @param url of the service
     * @param profile an empty folder
     */
    static Browser start(String url, Path profile, Map<String, Object> preferences) throws IOException {
        Optional<Path> browser = executable("chromium", "google-chrome");
        Optional<Path> driver = executable("chromedriver");
        boolean found = browser.isPresent() && driver.isPresent();
        boolean required = REQUIRED.equals(System.getProperty("latchkey.browser"));
        assertThat(found || !required)
                .as("chromium and chromedriver are required")
                .isTrue();
        assumeTrue(found, "chromium and chromedriver are not on the path: the page is tested over plain HTTP alone");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
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
                "--user-data-dir=" + profile);
        options.setExperimentalOption("prefs", preferences);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), url, axe());
    }

    private static Optional<Path> executable(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@return the source of axe-core, which {@code -Dlatchkey.axe} names} */
    private static Optional<String> axe() throws IOException {
        String path = System.getProperty("latchkey.axe", "");
        return path.isEmpty() ? Optional.empty() : Optional.of(Files.readString(Path.of(path)));
    }

    void open(String path) {
        driver.get(url + path);
    }

    String path() {
        return driver.getCurrentUrl().substring(url.length());
    }

    String html() {
        return driver.getPageSource();
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    void click(String selector) {
        leaving(find(selector)::click);
    }

    void clickText(String text) {
        leaving(driver.findElement(
                By.xpath("//*[self::a or self::button][not(@aria-hidden)][normalize-space()='" + text + "']"))::click);
    }

    void tick(String selector) {
        find(selector).click();
    }

    void fill(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    void setDate(String selector, String isoDate) {
        run("arguments[0].value = arguments[1]", find(selector), isoDate);
    }

    /** Does something that leads to another document, and waits until that is there. */
    void leaving(Runnable step) {
        WebElement before = find("html");
        step.run();
        new WebDriverWait(driver, PATIENCE).until(any -> {
            try {
                return !find("html").equals(before) && "complete".equals(run("return document.readyState"));
            } catch (org.openqa.selenium.WebDriverException e) {
                return false;
            }
        });
    }

    void waitFor(String selector, String text) {
        new WebDriverWait(driver, PATIENCE)
                .until(any -> find(selector).getText().contains(text));
    }

    void back() {
        leaving(driver.navigate()::back);
    }

    void reload() {
        leaving(driver.navigate()::refresh);
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Moves the focus by the tab key until it is at an element; so the element can be reached without a mouse. */
    void tabTo(String selector) {
        for (int i = 0; i < 120; i++) {
            if (Boolean.TRUE.equals(run("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the tab key does not reach " + selector);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object runLater(String script) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return driver.executeAsyncScript(script);
    }

    void allowCopying() {
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    void look(String scheme, int width) {
        look(scheme, width, 900);
    }

    void look(String scheme, int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void printing(boolean on) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", on ? "print" : ""));
    }

    /** {@return the address, ids and elements of all violations that axe-core finds; empty without axe-core too} */
    String violations() {
        if (axe.isEmpty()) {
            return "";
        }
        driver.executeScript(axe.get());
        return String.valueOf(runLater("const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations']}).then((found) => done(found.violations.map((one) =>"
                + " location.pathname + ' ' + one.id + ': ' + one.nodes.map((node) => node.html).join(' | '))"
                + ".join('\\n')), (error) => done('failed: ' + error));"));
    }

    boolean hasAxe() {
        return axe.isPresent();
    }

    /** {@return whether some of the page is beyond the right edge} */
    boolean scrollsSideways() {
        return Boolean.TRUE.equals(
                run("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    /** {@return what the browser complained of, except that a form was answered with an error} */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("responded with a status of") && !message.contains("favicon"))
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
