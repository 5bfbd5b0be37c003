using System.Text;
using CsCheck;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The parsers of uploads on seeded input: what is valid comes back as it was, and nothing else than a refusal is thrown.</summary>
public sealed class RowFuzzTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const int Cases = 3000;

    private static readonly Gen<string> Field = Gen.OneOf(
        Gen.String[Gen.Char["ab,;\t|\"'\r\n =é\u00a0日"], 0, 12], Gen.Const(""), Gen.Const("1,5"), Gen.Const("\r\n"),
        Gen.String[Gen.Char.AlphaNumeric, 0, 5000]);

    [Fact]
    public void A_table_comes_back_as_it_was_written_in_any_dialect() =>
        Gen.Select(Gen.OneOfConst(',', ';', '\t', '|'), Gen.OneOfConst("\n", "\r\n"), Gen.Int[1, 6], Gen.Int[0, 8], Gen.Bool)
            .SelectMany((separator, end, columns, rows, mark) => Field.Array[columns].Array[rows].Select(table => (separator, end, columns, table, mark)))
            .Sample(
                one =>
                {
                    var header = Enumerable.Range(0, one.columns).Select(column => $"c{column}").ToArray();
                    var text = (one.mark ? "\uFEFF" : "") + string.Concat(new[] { header }.Concat(one.table)
                        .Select(row =>
                            string.Join(one.separator, row.Select(field => '"' + field.Replace("\"", "\"\"", StringComparison.Ordinal) + '"')) + one.end));
                    var (read, error) = Read(body => CsvRows.ReadAsync(body, one.separator, default), Encoding.UTF8.GetBytes(text));
                    Assert.Null(error);
                    Assert.Equal(one.table.Length, read.Count);
                    Assert.All(read.Zip(one.table), row => Assert.Equal(
                        row.Second.Select(field => field.Length == 0 ? null : field), header.Select(name => row.First[name])));
                },
                seed: Seed, iter: Cases, threads: 1);

    [Fact]
    public void Bytes_of_any_kind_are_rows_or_a_refusal() =>
        Gen.Select(
                Gen.Int[0, 2],
                Gen.OneOf(
                    Gen.Byte.Array[0, 400],
                    Gen.OneOfConst([.. "a,;\"\n\r{}[]:\\u\0 1-"u8]).Array[0, 400],
                    Gen.OneOfConst("{\"a\":", "[", "]", "}", "\"", ",", "\\ud800", "1e400", "null", "\n", "a,b\n", "\uFEFF", "\"\"", "NaN").Array[0, 60]
                        .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))))
            .Sample(
                one =>
                {
                    var (rows, error) = Read(
                        body => one.Item1 == 0
                            ? CsvRows.ReadAsync(body, null, default)
                            : JsonRows.ReadAsync(body, topLevel: one.Item1 == 1, default),
                        one.Item2);
                    Assert.Equal(rows.Select(row => row.Number).Distinct().Order(), rows.Select(row => row.Number));
                    Assert.True(error is null || error.Row >= 0);
                },
                seed: Seed, iter: Cases, threads: 1);

    [Fact]
    public void Texts_of_ascii_are_normalised_as_all_texts_are() =>
        Gen.String[Gen.Char["aAzZ 09.\t\n\r\v\f\u001c\u001f~"], 0, 60].Sample(
            text =>
            {
                var bytes = new byte[text.Length + 1];
                Assert.Equal(TextDigest.Normalize(text), Encoding.ASCII.GetString(bytes, 0, TextDigest.NormalizeAscii(text, bytes)));
            },
            seed: Seed, iter: Cases, threads: 1);

    private static (IReadOnlyList<InputRow> Rows, RowError? Error) Read(Func<Stream, IAsyncEnumerable<InputRow>> read, byte[] bytes)
    {
        var rows = new List<InputRow>();
        using var body = new MemoryStream(bytes);
        try
        {
            foreach (var row in read(body).ToBlockingEnumerable())
            {
                rows.Add(row);
            }
            return (rows, null);
        }
        catch (BrokenInputException broken)
        {
            return (rows, broken.Error);
        }
    }
}
