package dev.latchkey.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the {@link javax.sql.DataSource} that stores tokens, if a service has several.
 *
 * <pre>{@code @Bean @LatchkeyDataSource DataSource tokenDataSource() { ... }}</pre>
 *
 * <p>Without the annotation, the only data source or the primary one is used.
 */
@Documented
@Qualifier @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface LatchkeyDataSource {}
