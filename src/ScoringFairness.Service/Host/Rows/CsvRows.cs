using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>CSV (RFC 4180) in UTF-8, with a header and with or without a byte-order mark.</summary>
internal static class CsvRows
{
    /// <summary>Stands for bytes that are not UTF-8 until the row they are in is known; no text may hold it anyway.</summary>
    private const char NoCharacter = '\uFFFF';

    private static readonly Encoding Marking = Encoding.GetEncoding(
        "utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoCharacter.ToString()));

    public static async IAsyncEnumerable<InputRow> ReadAsync(
        Stream body, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var text = new StreamReader(body, Marking, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var badAt = (string?)null;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => badAt ??= bad.Context.Reader?.HeaderRecord is null ? "header" : "row",
            MissingFieldFound = null,
        };
        using var csv = new CsvReader(text, configuration, leaveOpen: true);
        if (!await NextAsync(csv, 0) || !csv.ReadHeader() || csv.HeaderRecord is not { Length: > 0 } header)
        {
            throw Broken(0, "empty", "The file is empty; send a header line and at least one row.");
        }
        // A byte-order mark stays in the first name where the encoding does not take it off.
        header[0] = header[0].TrimStart('\uFEFF');
        var places = Places(header, badAt);
        var number = 0;
        while (await NextAsync(csv, number + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            number++;
            var values = csv.Parser.Record!;
            if (badAt is not null || IsUnterminated(csv))
            {
                throw Broken(number, "quoting", "A quotation mark stands where none may, or one is not closed; put fields with "
                    + "quotation marks into quotation marks and double those inside.");
            }
            if (Array.FindIndex(values, value => value.Contains(NoCharacter)) is >= 0 and var bad)
            {
                throw new BrokenInputException(new RowError(number, header.ElementAtOrDefault(bad), "encoding",
                    "The row is not valid UTF-8; save the file as UTF-8."));
            }
            if (values.Length != header.Length)
            {
                throw Broken(number, "columns", $"The row has {values.Length} fields, the header {header.Length}; "
                    + "check separators and quotation marks.");
            }
            yield return new CsvRow(places, values) { Number = number };
        }
    }

    private static Dictionary<string, int> Places(string[] header, string? badAt)
    {
        if (badAt is not null || header.Any(name => name.Contains(NoCharacter)))
        {
            throw Broken(0, "header", "The header is not valid UTF-8, or holds a quotation mark where none may stand.");
        }
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < header.Length; place++)
        {
            if (!places.TryAdd(header[place], place))
            {
                throw Broken(0, "columns", $"The header names column '{header[place]}' twice; rename or remove one.");
            }
        }
        return places;
    }

    /// <summary>Whether the file ended inside quotation marks.</summary>
    private static bool IsUnterminated(CsvReader csv)
    {
        var raw = csv.Parser.RawRecord.AsSpan().TrimEnd("\r\n");
        return raw.Count('"') % 2 != 0;
    }

    private static async Task<bool> NextAsync(CsvReader csv, int number)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (CsvHelperException)
        {
            throw Broken(number, "malformed", "The row cannot be read as CSV; check its quotation marks.");
        }
    }

    private static BrokenInputException Broken(int number, string code, string message) =>
        new(new RowError(number, null, code, message));

    private sealed class CsvRow(Dictionary<string, int> places, string[] values) : InputRow
    {
        public override IEnumerable<string> Columns => places.Keys;

        public override string? this[string column] =>
            places.TryGetValue(column, out var place) && values[place].Length > 0 ? values[place] : null;
    }
}
