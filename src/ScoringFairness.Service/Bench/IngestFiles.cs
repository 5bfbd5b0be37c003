using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Bench;

/// <summary>The files of <c>bench ingest</c>: invented responses of ten items and a machine score for each.</summary>
internal sealed class IngestFiles : IDisposable
{
    /// <summary>Items of the files: item-0, item-1, ….</summary>
    public const int Items = 10;

    private const int TextLength = 200;
    private static readonly string[] Words =
        ["the", "coin", "falls", "faster", "because", "it", "is", "heavier", "and", "air", "slows", "a", "feather,", "gravity", "pulls", "both"];

    private readonly string _folder = Directory.CreateTempSubdirectory("scoring-fairness-bench-").FullName;

    /// <summary>A CSV of graded responses with 200 characters of text each.</summary>
    public string Responses => Path.Combine(_folder, "responses.csv");

    /// <summary>A CSV of one machine score for each response.</summary>
    public string Scores => Path.Combine(_folder, "scores.csv");

    /// <summary>Writes both files.</summary>
    public async Task WriteAsync(int rows)
    {
        await using var responses = new StreamWriter(Responses, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        await using var scores = new StreamWriter(Scores, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        await responses.WriteLineAsync("responseId,itemId,studentId,text,humanScore,group.gender,cohort");
        await scores.WriteLineAsync("responseId,itemId,scorer,score");
        var random = new Random(17);
        for (var row = 0; row < rows; row++)
        {
            await responses.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"r{row:D8},item-{row % Items},s{row / 10:D7},\"{Sentence(random)}\",{row % 4},{(row % 2 == 0 ? "male" : "female")},bench"));
            await scores.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"r{row:D8},item-{row % Items},vendor,{random.NextDouble() * 3:0.00}"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Sentence(Random random)
    {
        var text = new StringBuilder(TextLength + 16);
        while (text.Length < TextLength)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(' ');
        }
        return text.ToString(0, TextLength - 1) + ".";
    }
}
