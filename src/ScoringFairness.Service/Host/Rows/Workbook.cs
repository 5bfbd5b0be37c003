using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>An Excel workbook (xlsx, xls) as the CSV that its sheet would be saved as.</summary>
/// <param name="Sheets">The names of its sheets that hold something.</param>
/// <param name="Sheet">The one that was read.</param>
/// <param name="Csv">Its rows, in UTF-8 with commas.</param>
internal sealed record Workbook(IReadOnlyList<string> Sheets, string Sheet, byte[] Csv)
{
    private const long MostBytes = 128L * 1024 * 1024;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file begins as a workbook does.</summary>
    public static bool Is(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    /// <summary>Reads a sheet.</summary>
    /// <param name="content">The file.</param>
    /// <param name="sheet">The sheet's name; null, or one that there is not: the first that holds something.</param>
    /// <exception cref="BrokenInputException">It is no workbook, is protected by a password, or holds too much.</exception>
    public static Workbook Read(byte[] content, string? sheet)
    {
        RefuseLarge(content);
        try
        {
            using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content, writable: false));
            var sheets = new List<string>();
            (string Name, byte[] Csv)? read = null;
            do
            {
                if (reader.RowCount == 0)
                {
                    continue;
                }
                sheets.Add(reader.Name);
                if (read is null || reader.Name == sheet)
                {
                    read = (reader.Name, Rows(reader));
                }
            }
            while (reader.NextResult());
            return read is { } found ? new Workbook(sheets, found.Name, found.Csv) : throw Broken("The workbook holds no row.");
        }
        catch (InvalidPasswordException)
        {
            throw Broken("The workbook is protected by a password; save it without one.");
        }
        catch (Exception exception) when (exception is not (BrokenInputException or OutOfMemoryException))
        {
            // The reader throws whatever its own code meets in a damaged file: places beyond its arrays, ends of streams, numbers too large.
            throw Broken("The file is no workbook that can be read; save it as xlsx or CSV.");
        }
    }

    private static byte[] Rows(IExcelDataReader reader)
    {
        var bytes = new MemoryStream();
        using var writer = new CsvWriter(new StreamWriter(bytes, new UTF8Encoding(false)), CultureInfo.InvariantCulture);
        while (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                writer.WriteField(Text(reader.GetValue(column)));
            }
            writer.NextRecord();
            if (bytes.Length > MostBytes)
            {
                throw Broken($"The sheet has more than {MostBytes / 1024 / 1024} MiB as CSV; send it by the API.");
            }
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>A cell as a program would have written it.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime time => time.TimeOfDay == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A small archive may hold more than memory does.</summary>
    private static void RefuseLarge(byte[] content)
    {
        if (content[0] != 'P')
        {
            return;
        }
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false));
            if (archive.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw Broken($"The workbook holds more than {MostBytes / 1024 / 1024} MiB when unpacked; send it by the API as CSV.");
            }
        }
        catch (InvalidDataException)
        {
            throw Broken("The file is no workbook that can be read; save it as xlsx or CSV.");
        }
    }

    private static BrokenInputException Broken(string message) => new(new RowError(0, null, "workbook", message));
}
