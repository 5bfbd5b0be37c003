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

    /// <summary>Reads the rows.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="separator">What separates fields; null: whichever of comma, semicolon and tab the header has most of.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<InputRow> ReadAsync(
        Stream body, char? separator, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var bytes = new UploadStream(body);
        var headerLine = await bytes.PeekLineAsync(cancellation);
        using var text = new StreamReader(bytes, Marking, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        var isBad = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = (separator ?? CsvSeparator.Of(headerLine.Span)).ToString(),
            BadDataFound = _ => isBad = true,
            MaxFieldSize = RowLimits.FieldCharacters,
            BufferSize = 32 * 1024,
        };
        using var parser = new CsvParser(text, configuration, leaveOpen: true);
        if (!await NextAsync(parser, 0) || parser.Record is not { Length: > 0 } header)
        {
            throw Broken(0, "empty", "The file is empty; send a header line and at least one row.");
        }
        var shape = Shape(header, isBad);
        bytes.NextRow();
        var number = 0;
        while (await NextAsync(parser, number + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            number++;
            bytes.NextRow();
            var values = parser.Record!;
            if (isBad || IsUnterminated(parser))
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
            yield return new InputRow(number, shape, values);
        }
    }

    private static RowShape Shape(string[] header, bool isBad)
    {
        if (isBad || header.Any(name => name.Contains(NoCharacter)))
        {
            throw Broken(0, "header", "The header is not valid UTF-8, or holds a quotation mark where none may stand.");
        }
        if (header.Length > RowLimits.Columns)
        {
            throw Broken(0, "columns", $"The header has {header.Length} columns; at most {RowLimits.Columns} are taken.");
        }
        // A byte-order mark stays in the first name where the encoding does not take it off.
        header[0] = header[0].TrimStart('\uFEFF');
        var twice = header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? new RowShape(header)
            : throw Broken(0, "columns", $"The header names column '{twice.Key}' twice; rename or remove one.");
    }

    /// <summary>Whether the file ended inside quotation marks.</summary>
    private static bool IsUnterminated(CsvParser parser) => parser.RawRecord.AsSpan().Count('"') % 2 != 0;

    private static async ValueTask<bool> NextAsync(CsvParser parser, int number)
    {
        try
        {
            return await parser.ReadAsync();
        }
        catch (MaxFieldSizeException)
        {
            throw Broken(number, "tooLong", $"A field has more than {RowLimits.FieldCharacters} characters; check quotation marks, or shorten it.");
        }
        catch (CsvHelperException)
        {
            throw Broken(number, "malformed", "The row cannot be read as CSV; check its quotation marks.");
        }
    }

    private static BrokenInputException Broken(int number, string code, string message) =>
        new(new RowError(number, null, code, message));
}
