using System.Text.RegularExpressions;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;
using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Where a scorer's weights come from, read from its name.</summary>
internal abstract partial record CheckpointName
{
    /// <summary>Random weights of a size.</summary>
    public sealed record Scratch(ScratchSize Size) : CheckpointName;

    /// <summary>An encoder that comes with the program.</summary>
    public sealed record Package(PackagedEncoder Encoder) : CheckpointName;

    /// <summary>A folder under the model root.</summary>
    /// <param name="Name">One or more parts between slashes, none of which leads upwards.</param>
    public sealed record Model(string Name) : CheckpointName
    {
        /// <summary>The folder, strictly under the root.</summary>
        /// <exception cref="CheckpointException">There is no root, or no such folder under it.</exception>
        public string Folder(string? modelRoot)
        {
            if (string.IsNullOrWhiteSpace(modelRoot))
                throw new CheckpointException($"Checkpoint 'model:{Name}' needs a model root, and none is configured.");
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelRoot));
            var folder = Path.GetFullPath(Path.Combine(root, Name));
            if (!folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Directory.Exists(folder))
                throw new CheckpointException($"There is no checkpoint 'model:{Name}': no such folder lies under the model root.");
            return folder;
        }
    }

    /// <summary>A repository of the hub.</summary>
    /// <param name="Owner">Whose it is.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Revision">A branch, a tag or a commit.</param>
    public sealed record Hub(string Owner, string Name, string Revision) : CheckpointName
    {
        /// <summary>The revision where none is named.</summary>
        public const string DefaultRevision = "main";

        /// <inheritdoc/>
        public override string ToString() => $"hf:{Owner}/{Name}{(Revision == DefaultRevision ? "" : "@" + Revision)}";
    }

    /// <summary>Reads a name; null if it is none.</summary>
    public static CheckpointName? Parse(string? checkpoint) => checkpoint switch
    {
        "scratch:tiny" => new Scratch(ScratchSize.Tiny),
        "scratch:mini" => new Scratch(ScratchSize.Mini),
        not null when PackagedEncoder.All.FirstOrDefault(encoder => encoder.ToString() == checkpoint) is { } encoder => new Package(encoder),
        not null when ModelPattern().Match(checkpoint) is { Success: true } match => new Model(match.Groups[1].Value),
        not null when HubPattern().Match(checkpoint) is { Success: true } match && !checkpoint.Contains("..", StringComparison.Ordinal) =>
            new Hub(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3] is { Success: true } revision ? revision.Value : Hub.DefaultRevision),
        _ => null,
    };

    /// <summary>Each part begins with a letter or a digit: "..", ".", hidden and absolute names do not.</summary>
    [GeneratedRegex(@"\Amodel:([A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelPattern();

    /// <summary>
    /// As the hub has names; "--" stands for the slash in the cache's folders, so it stands in no name. A revision's parts begin
    /// as the parts of a folder's name do.
    /// </summary>
    [GeneratedRegex(
        @"\Ahf:((?![^/]*--)[A-Za-z0-9][A-Za-z0-9._-]{0,95})/((?![^@]*--)[A-Za-z0-9][A-Za-z0-9._-]{0,95})"
        + @"(?:@([A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex HubPattern();
}
