using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ScoringFairness.Service.Host.Api;

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
        var firstLine = await bytes.PeekLineAsync(cancellation);
        var declared = CsvSeparator.Declared(firstLine.Span);
        if (declared is not null)
        {
            bytes.SkipPeeked(firstLine.Length);
        }
        using var text = new StreamReader(bytes, Marking, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        var isBad = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = (separator ?? declared ?? CsvSeparator.Of(firstLine.Span)).ToString(),
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
        for (var number = 1; await NextAsync(parser, number); number++)
        {
            cancellation.ThrowIfCancellationRequested();
            bytes.NextRow();
            if (IsBlank(parser))
            {
                continue;
            }
            yield return Problem(parser, shape, number, isBad) is { } problem
                ? InputRow.Unreadable(shape, problem)
                : new InputRow(number, shape, parser.Record!);
            isBad = false;
        }
    }

    /// <summary>What keeps a row from being read.</summary>
    /// <exception cref="BrokenInputException">It is not known where the row ends.</exception>
    private static RowError? Problem(CsvParser parser, RowShape shape, int number, bool isBad)
    {
        var values = parser.Record!;
        if (isBad || IsUnterminated(parser))
        {
            var error = new RowError(number, null, "quoting", "A quotation mark stands where none may, or one is not closed; put fields with "
                + "quotation marks into quotation marks and double those inside.");
            return IsOneLine(parser) ? error : throw new BrokenInputException(error);
        }
        if (Array.FindIndex(values, value => value.Contains(NoCharacter)) is >= 0 and var bad)
        {
            return new RowError(
                number, shape.Columns.ElementAtOrDefault(bad), "encoding", "The row is not valid UTF-8; save the file as UTF-8.");
        }
        var named = shape.Columns.Count;
        return values.Length < named || values.Skip(named).Any(value => value.Length > 0)
            ? new RowError(number, null, "columns", $"The row has {values.Length} fields, the header {named}; check separators and quotation marks.")
            : null;
    }

    private static RowShape Shape(string[] header, bool isBad)
    {
        if (isBad || header.Any(name => name.Contains(NoCharacter)))
        {
            throw Broken(0, "header", "The header is not valid UTF-8, or holds a quotation mark where none may stand.");
        }
        // Excel writes columns that once held something as empty ones at the end.
        var named = header.Length;
        while (named > 1 && header[named - 1].Length == 0)
        {
            named--;
        }
        if (named > RowLimits.Columns)
        {
            throw Broken(0, "columns", $"The header has {named} columns; at most {RowLimits.Columns} are taken.");
        }
        // A byte-order mark stays in the first name where the encoding does not take it off.
        header[0] = header[0].TrimStart('\uFEFF');
        return new RowShape([.. header[..named].Select(name => ComposedText.Of(name))]);
    }

    /// <summary>Whether a row holds nothing but separators, as Excel writes rows that once held something.</summary>
    private static bool IsBlank(CsvParser parser) =>
        parser.Record is { Length: > 1 } values && values.All(value => value.Length == 0) && !parser.RawRecord.Contains('"', StringComparison.Ordinal);

    /// <summary>Whether a row with a misplaced quotation mark ends where its line does.</summary>
    private static bool IsOneLine(CsvParser parser) => !parser.RawRecord.AsSpan().TrimEnd("\r\n").ContainsAny('\r', '\n');

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
