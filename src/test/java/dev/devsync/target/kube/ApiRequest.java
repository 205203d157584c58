package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One HTTP request.
///
/// @param query the parameters in their order: `command` comes several times
/// @param fields the header fields by name in lower case
record ApiRequest(String method, String path, List<Map.Entry<String, String>> query, Map<String, String> fields) {

    /// @return null at the end of the connection
    static @Nullable ApiRequest read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.append((char) b);
        }
        String[] lines = head.toString().split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0")));
        String[] parts = first[1].split("\\?", 2);
        List<Map.Entry<String, String>> query = new ArrayList<>();
        for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&", -1)) {
            String[] both = pair.split("=", 2);
            query.add(Map.entry(both[0], both.length < 2 ? "" : decoded(both[1])));
        }
        return new ApiRequest(first[0], parts[0], query, fields);
    }

    private static String decoded(String text) {
        return new String(URLDecoder.decode(text, UTF_8).getBytes(UTF_8), UTF_8);
    }

    /// All values of a parameter.
    List<String> all(String name) {
        return query.stream()
                .filter(each -> each.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// The value of a parameter, or what stands in for it.
    String one(String name, String otherwise) {
        List<String> values = all(name);
        return values.isEmpty() ? otherwise : values.getFirst();
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
