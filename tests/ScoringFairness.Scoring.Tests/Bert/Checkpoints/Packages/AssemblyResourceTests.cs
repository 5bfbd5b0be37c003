using System.Reflection;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints.Packages;

/// <summary>Resources of an assembly that is read as a file.</summary>
public sealed class AssemblyResourceTests : IDisposable
{
    private const string Resource = "unaccented.txt";
    private static readonly Assembly Scoring = typeof(BertScorerEngine).Assembly;
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_resource_has_the_bytes_that_the_loaded_assembly_gives()
    {
        using var stream = Scoring.GetManifestResourceStream(Resource)!;
        var expected = new byte[stream.Length];
        stream.ReadExactly(expected);
        Assert.Equal(expected, Read(Scoring.Location));
    }

    [Fact]
    public void Other_files_and_other_names_are_refused()
    {
        Assert.Contains("no resource", Assert.Throws<FormatException>(() => Read(Scoring.Location, "other")).Message, StringComparison.Ordinal);
        File.WriteAllText(_home.File("text"), "no assembly");
        Assert.Contains("not an assembly", Assert.Throws<FormatException>(() => Read(_home.File("text"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_assembly_is_read_or_refused()
    {
        var random = new Random(18);
        var whole = File.ReadAllBytes(Scoring.Location);
        for (var round = 0; round < 300; round++)
        {
            byte[] damaged = round % 5 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var changes = random.Next(1, 60); changes > 0 && damaged.Length > 0; changes--)
                damaged[random.Next(round % 2 == 0 ? Math.Min(1024, damaged.Length) : damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_home.File("damaged.dll"), damaged);
            try
            {
                Read(_home.File("damaged.dll"));
            }
            catch (Exception exception) when (exception is FormatException or IOException)
            {
                // As it must be: what reads packages turns both into a checkpoint's exception.
            }
        }
    }

    private static byte[] Read(string path, string resource = Resource)
    {
        using var file = File.OpenHandle(path);
        var region = AssemblyResource.Find(path, file, resource);
        var bytes = new byte[region.Length];
        TensorBytes.ReadExactly(file, bytes, region.Begin);
        return bytes;
    }
}
