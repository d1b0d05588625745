package dev.latchkey.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser with an empty profile. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final String url;
    private final Path downloads;

    private Browser(ChromeDriver driver, String url, Path downloads) {
        this.driver = driver;
        this.url = url;
        this.downloads = downloads;
    }

    /**
     * {@return a browser}
     *
     * @param url of the service
     * @param folder an empty folder, for the profile and downloads
     */
    static Browser start(String url, Path folder) {
        return start(url, folder, true);
    }

    static Browser startWithoutJavaScript(String url, Path folder) {
        return start(url, folder, false);
    }

    private static Browser start(String url, Path folder, boolean javaScript) {
        ChromeDriver driver = Chromium.start(folder.resolve("profile"), javaScript);
        Browser browser = new Browser(driver, url, folder.resolve("downloads"));
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", Watch.SCRIPT));
        browser.command(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", browser.downloads.toString()));
        return browser;
    }

    void open(String path) {
        driver.get(path.startsWith("http:") ? path : url + path);
    }

    /** {@return the address of the document, below that of the service} */
    String path() {
        return driver.getCurrentUrl().replace(url, "");
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

    /** {@return the link or button with a text} */
    WebElement findText(String text) {
        return driver.findElement(
                By.xpath("//*[self::a or self::button][not(@aria-hidden)][normalize-space()='" + text + "']"));
    }

    /** Does something that leads to another document, and waits until that is there. */
    void leaving(Runnable step) {
        WebElement before = find("html");
        step.run();
        until(() -> !find("html").equals(before) && "complete".equals(run("return document.readyState")));
    }

    void until(BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE).until(any -> {
            try {
                return condition.getAsBoolean();
            } catch (WebDriverException e) {
                return false;
            }
        });
    }

    void back() {
        leaving(driver.navigate()::back);
    }

    void forward() {
        leaving(driver.navigate()::forward);
    }

    void reload() {
        leaving(driver.navigate()::refresh);
    }

    void inFrame(String selector, Runnable step) {
        driver.switchTo().frame(find(selector));
        try {
            step.run();
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    void doubleClick(WebElement element) {
        new Actions(driver).doubleClick(element).perform();
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWith(Keys modifier, CharSequence key) {
        new Actions(driver).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** {@return what a script passes to its callback, which is called {@code done}} */
    Object runLater(String script) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1]; " + script);
    }

    /** Sends a command of the DevTools protocol. */
    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** Waits for a download, and {@return its text} */
    String downloaded(String name) throws IOException {
        Path file = downloads.resolve(name);
        until(() -> Files.exists(file));
        try {
            return Files.readString(file);
        } finally {
            Files.delete(file);
        }
    }

    void look(String scheme, int width) {
        look(scheme, width, 900);
    }

    void look(String scheme, int width, int height) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void printing(boolean on) {
        command("Emulation.setEmulatedMedia", Map.of("media", on ? "print" : ""));
    }

    /** {@return what the browser complained of since the last call, except that a form was answered with an error} */
    List<String> complaints() {
        return messages(LogType.BROWSER).stream()
                .filter(message -> !message.contains("responded with a status of") && !message.contains("favicon"))
                .toList();
    }

    /** {@return what was sent and received since the last call, without the bodies of the answers} */
    List<String> network() {
        return messages(LogType.PERFORMANCE).stream()
                .filter(message -> message.contains("\"Network."))
                .toList();
    }

    private List<String> messages(String log) {
        return driver.manage().logs().get(log).getAll().stream()
                .map(LogEntry::getMessage)
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
