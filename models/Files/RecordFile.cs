using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WageSim.Models.Files;

/// <summary>Records ↔ JSON objects: keys are the record's parameters, all required, and its init properties, all optional.</summary>
/// <param name="rules">Rule of each field by its dotted key.</param>
/// <param name="source">Names the file or the override that a dotted key comes from.</param>
public sealed class RecordFile(IReadOnlyDictionary<string, FieldRule> rules, Func<string, string> source)
{
    /// <summary>Reads a record; errors prefix the keys with `at`.</summary>
    public T Read<T>(JsonNode? node, string at = "") => (T)Read(typeof(T), node, at, "");

    /// <summary>Writes a record.</summary>
    public static JsonObject Write(object record)
    {
        var json = new JsonObject();
        foreach (var field in Fields(record.GetType()))
        {
            object? value = record.GetType().GetProperty(field.Name)!.GetValue(record);
            if (value is null) continue;
            json[field.Key] = value is int or double or decimal or bool or string ? JsonSerializer.SerializeToNode(value) : Write(value);
        }
        return json;
    }

    /// <summary>The error of a field; where other fields take part, an override of any of them is named before the file.</summary>
    public InputException Fault(string key, string what, params string[] others)
    {
        string file = source(""), where = others.Prepend(key).Select(source).FirstOrDefault(name => name != file) ?? file;
        return new(key == "" ? $"{where}: {what}" : $"{where}: {JsonText.OneLine(key)}: {what}");
    }

    private object Read(Type type, JsonNode? node, string at, string path)
    {
        var fields = Fields(type).ToList();
        string keys = KeyList(fields);
        if (node is not JsonObject json)
        {
            var found = node?.GetValueKind() ?? JsonValueKind.Null;
            throw Fault(at, $"{FieldRule.KindName(found)} is found; an object with {keys} is expected");
        }
        foreach (var (key, _) in json)
        {
            if (fields.All(field => field.Key != key))
                throw Fault(Join(at, key),
                    $"unknown key; did you mean {Join(at, Spelling.Nearest(key, fields.Select(field => field.Key)))}? Keys are {keys}");
        }
        object?[] arguments = [.. fields.Where(field => field.Required).Select(Value)];
        object record = Activator.CreateInstance(type, arguments)!;
        foreach (var field in fields.Where(field => !field.Required && json.ContainsKey(field.Key)))
            type.GetProperty(field.Name)!.SetValue(record, Value(field));
        return record;

        object Value(Field field)
        {
            string fullKey = Join(at, field.Key), ruleKey = Join(path, field.Key);
            bool present = json.TryGetPropertyValue(field.Key, out var value);
            if (!IsLeaf(field.Type))
                return present ? Read(field.Type, value, fullKey, ruleKey)
                    : throw Fault(fullKey, $"missing; an object with {KeyList(Fields(field.Type))} is expected");
            var rule = rules[ruleKey];
            if (!present) throw Fault(fullKey, $"missing; {rule.Expected} is expected");
            var element = JsonSerializer.SerializeToElement(value);
            if (rule.Fault(element) is { } fault) throw Fault(fullKey, fault);
            return field.Type == typeof(int) ? element.GetInt32()
                : field.Type == typeof(double) ? element.GetDouble()
                : field.Type == typeof(decimal?) ? element.GetDecimal()
                : field.Type == typeof(bool) ? element.GetBoolean()
                : element.GetString()!;
        }
    }

    private sealed record Field(string Name, string Key, Type Type, bool Required);

    private static IEnumerable<Field> Fields(Type type)
    {
        var parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
        var optional = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && parameters.All(parameter => parameter.Name != p.Name));
        return [.. parameters.Select(p => new Field(p.Name!, Key(p.Name!), p.ParameterType, true)),
            .. optional.Select(p => new Field(p.Name, Key(p.Name), p.PropertyType, false))];
    }

    // MacBits → macBits, TRCD → tRCD as data sheets have it, CL and IDD4R as they are.
    private static string Key(string name) => char.IsUpper(name[1]) && name[0] != 'T' ? name : char.ToLowerInvariant(name[0]) + name[1..];

    private static string KeyList(IEnumerable<Field> fields) => string.Join(", ", fields.Select(field => field.Key));

    private static string Join(string path, string key) => path == "" ? key : $"{path}.{key}";

    private static bool IsLeaf(Type type) =>
        type == typeof(int) || type == typeof(double) || type == typeof(decimal?) || type == typeof(bool) || type == typeof(string);
}
