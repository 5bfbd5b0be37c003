using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NpgsqlTypes;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// The columns of a measure row, in their order: the properties of <see cref="MeasureRow"/> as JSON has them. COPY, SELECT and
/// the CSV follow this one list, so that a property added to the row is written, read and shown (the table needs a migration).
/// </summary>
internal static class MeasureColumns
{
    private static readonly JsonTypeInfo Contract =
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(MeasureRow));

    /// <summary>Every column.</summary>
    public static IReadOnlyList<MeasureColumn> All { get; } = [.. Contract.Properties.Select(property => new MeasureColumn(property))];

    /// <summary>The names of the columns in the table <c>measures</c>, as COPY and SELECT list them.</summary>
    public static string SqlNames { get; } = string.Join(", ", All.Select(column => column.SqlName));

    /// <summary>A row from stored values in the order of the columns.</summary>
    /// <param name="reader">Stands at a record.</param>
    /// <param name="from">Where in the record the first column is.</param>
    public static MeasureRow Read(DbDataReader reader, int from)
    {
        var row = (MeasureRow)Contract.CreateObject!();
        foreach (var (at, column) in All.Index())
        {
            if (!reader.IsDBNull(from + at))
            {
                column.Set(row, reader.GetValue(from + at));
            }
        }
        return row;
    }
}

/// <summary>A column of a measure row.</summary>
internal sealed class MeasureColumn
{
    private readonly JsonPropertyInfo _property;
    private readonly Form _form;

    public MeasureColumn(JsonPropertyInfo property)
    {
        _property = property;
        _form = Forms[Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType];
        // "group" is a word of SQL's own.
        SqlName = property.Name == "group" ? "group_label" : JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
    }

    /// <summary>The name in JSON and CSV.</summary>
    public string Name => _property.Name;

    /// <summary>The name in the table.</summary>
    public string SqlName { get; }

    /// <summary>The type in the table.</summary>
    public NpgsqlDbType Type => _form.Type;

    /// <summary>A row's value as the table and the CSV have it: a number or a text.</summary>
    public object? Stored(MeasureRow row) => _property.Get!(row) is { } value ? _form.Store(value) : null;

    /// <summary>Gives a row that is being read its value.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stored">The value as the table has it.</param>
    internal void Set(MeasureRow row, object stored) => _property.Set!(row, _form.Load(stored));

    private static Dictionary<Type, Form> Forms { get; } = new()
    {
        [typeof(string)] = Form.Plain(NpgsqlDbType.Text),
        [typeof(int)] = Form.Plain(NpgsqlDbType.Integer),
        [typeof(long)] = Form.Plain(NpgsqlDbType.Bigint),
        [typeof(double)] = Form.Plain(NpgsqlDbType.Double),
        [typeof(Verdict)] = new(NpgsqlDbType.Text, value => ((Verdict)value).Code(), stored => Enum.Parse<Verdict>((string)stored, ignoreCase: true)),
        [typeof(Bound)] = new(NpgsqlDbType.Text, value => ((Bound)value).Code(), stored => Enum.Parse<Bound>((string)stored, ignoreCase: true)),
        [typeof(IReadOnlyDictionary<string, long>)] = new(
            NpgsqlDbType.Jsonb, value => JsonSerializer.Serialize(value), stored => JsonSerializer.Deserialize<Dictionary<string, long>>((string)stored)!),
        [typeof(IReadOnlyList<int>)] = new(
            NpgsqlDbType.Jsonb, value => JsonSerializer.Serialize(value), stored => JsonSerializer.Deserialize<List<int>>((string)stored)!),
    };

    /// <summary>How values of a type are stored.</summary>
    private sealed record Form(NpgsqlDbType Type, Func<object, object> Store, Func<object, object> Load)
    {
        public static Form Plain(NpgsqlDbType type) => new(type, value => value, stored => stored);
    }
}
