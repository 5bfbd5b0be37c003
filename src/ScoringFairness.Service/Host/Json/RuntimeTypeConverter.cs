using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Host.Json;

/// <summary>
/// Writes a value with all that its own type has, under whatever base it stands. Reading needs to know which types there are: a
/// converter of the options does that, which stands above this one.
/// </summary>
internal sealed class RuntimeTypeConverter<T> : JsonConverter<T>
    where T : class
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(T);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is read by options that know its types.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
