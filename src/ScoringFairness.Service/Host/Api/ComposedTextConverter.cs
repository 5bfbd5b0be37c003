using System.Text.Json;
using System.Text.Json.Serialization;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Reads the strings and names of a request in their composed form, so that an id has one.</summary>
internal sealed class ComposedTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ComposedText.Of(reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : throw new JsonException("This is not a string; write it between quotation marks."));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ComposedText.Of(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

internal static class ComposedTextSetup
{
    /// <summary>Requests alone: what is stored is read as it was written.</summary>
    public static IServiceCollection AddComposedText(this IServiceCollection services) =>
        services.Configure<HttpJsonOptions>(options => options.SerializerOptions.Converters.Add(new ComposedTextConverter()));
}
