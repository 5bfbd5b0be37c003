using System.Buffers;
using System.Text.Json;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Responses;

/// <summary>The groups of a row as the JSON that is stored.</summary>
internal sealed class RowGroups
{
    private const int MostKnown = 10_000;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Dictionary<string, JsonEncodedText> _known = new(StringComparer.Ordinal);

    /// <summary>The groups read last.</summary>
    public ReadOnlySpan<byte> Json => _json.WrittenSpan;

    /// <summary>Reads the groups of a row.</summary>
    /// <returns>What keeps a label from being taken, or null.</returns>
    public RowError? Read(InputRow row, IReadOnlyList<GroupColumn> columns, MissingWords missing)
    {
        _json.ResetWrittenCount();
        _json.Write("{"u8);
        foreach (var column in columns)
        {
            if (row[column.Place]?.Trim() is not { Length: > 0 } label || missing.Is(row.Columns[column.Place], label))
            {
                continue;
            }
            if (!_known.TryGetValue(label, out var encoded))
            {
                if ((Identifier.Problem(label) ?? TakenNames.OfGroup(label)) is { } problem)
                {
                    return new RowError(row.Number, row.Columns[column.Place], "group", $"{row.Columns[column.Place]} {problem}; correct the group.");
                }
                encoded = JsonEncodedText.Encode(ComposedText.Of(label));
                if (_known.Count < MostKnown)
                {
                    _known.Add(label, encoded);
                }
            }
            _json.Write(_json.WrittenCount > 1 ? ",\""u8 : "\""u8);
            _json.Write(column.Json.EncodedUtf8Bytes);
            _json.Write("\":\""u8);
            _json.Write(encoded.EncodedUtf8Bytes);
            _json.Write("\""u8);
        }
        _json.Write("}"u8);
        return null;
    }
}
