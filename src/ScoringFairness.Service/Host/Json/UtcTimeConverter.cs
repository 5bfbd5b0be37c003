using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Host.Json;

/// <summary>
/// Reads a time of any offset as the same time in UTC, which is what the database takes; without an offset it is one of UTC
/// already, wherever the service runs.
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out _)
        && DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException("This is not a time; write it like 2026-03-01T09:30:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
