using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Host.Json;

/// <summary>JSON as the contract has it: camelCase, enumerations as words, nulls written.</summary>
internal static class ContractJson
{
    /// <summary>The options for whatever is stored or sent outside a request, and read without the converters of a slice.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web), []);

    /// <summary>Brings options to the form of the contract.</summary>
    /// <param name="options">The options.</param>
    /// <param name="converters">What slices add for types of their own.</param>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options, IEnumerable<JsonConverter> converters)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new WordConverter());
        options.Converters.Add(new UtcTimeConverter());
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }
        options.RespectNullableAnnotations = true;
        return options;
    }

    /// <summary>A name of C# as a word of JSON and of the database.</summary>
    public static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
