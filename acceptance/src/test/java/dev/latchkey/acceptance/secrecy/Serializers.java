package dev.latchkey.acceptance.secrecy;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Serializers that read fields by reflection, as a host may have set them up: every field is visible, and types of the
 * platform that refuse reflection are written as their text, so that nothing stops before it reached the library's own.
 */
enum Serializers {
    /** Google's Gson. */
    GSON {
        private final Gson gson = new GsonBuilder()
                .disableHtmlEscaping()
                .serializeNulls()
                .enableComplexMapKeySerialization()
                .serializeSpecialFloatingPointValues()
                .registerTypeAdapterFactory(new ForeignTypes())
                .create();

        @Override
        void write(Object value, StringWriter out) {
            gson.toJson(value, out);
        }
    },
    /** Jackson with fields, getters and all else that it can find. */
    JACKSON {
        private final ObjectMapper mapper = JsonMapper.builder()
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .addModule(foreignTypes())
                .build();

        @Override
        void write(Object value, StringWriter out) throws IOException {
            try (JsonGenerator generator = mapper.createGenerator(out)) {
                mapper.writeValue(generator, value);
            }
        }
    },
    /** What a log has. */
    TO_STRING {
        @Override
        void write(Object value, StringWriter out) {
            out.append(value.toString());
        }
    };

    abstract void write(Object value, StringWriter out) throws IOException;

    /** {@return what was written until the end, or until the serializer gave up} */
    final String written(Object value) {
        StringWriter out = new StringWriter();
        try {
            write(value, out);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Objects in circles, or a type that cannot be read: what was written before counts.
            out.append(" // ").append(String.valueOf(e.getMessage()));
        }
        return out.toString();
    }

    private static boolean isForeign(Class<?> type) {
        return !type.isPrimitive()
                && !type.isArray()
                && !type.getName().startsWith("dev.latchkey")
                && !Map.class.isAssignableFrom(type)
                && !Collection.class.isAssignableFrom(type)
                && !Optional.class.isAssignableFrom(type)
                && !Number.class.isAssignableFrom(type)
                && type != Object.class
                && type != String.class;
    }

    private static SimpleModule foreignTypes() {
        SimpleModule module = new SimpleModule();
        module.setSerializers(new SimpleSerializers() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type, BeanDescription bean) {
                return isForeign(type.getRawClass()) ? ToStringSerializer.instance : null;
            }
        });
        return module;
    }

    private static final class ForeignTypes implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked")
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() == Optional.class) {
                return writing((out, value) -> {
                    Object present = ((Optional<Object>) value).orElse(null);
                    gson.toJson(present, present == null ? Object.class : present.getClass(), out);
                });
            }
            return isForeign(type.getRawType()) ? writing((out, value) -> out.value(value.toString())) : null;
        }

        private interface Writing<T> {
            void write(JsonWriter out, T value) throws IOException;
        }

        private static <T> TypeAdapter<T> writing(Writing<T> writing) {
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, T value) throws IOException {
                    if (value == null) {
                        out.nullValue();
                    } else {
                        writing.write(out, value);
                    }
                }

                @Override
                public T read(JsonReader in) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
