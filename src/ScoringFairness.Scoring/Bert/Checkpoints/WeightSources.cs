using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Where each of a model's tensors comes from, every tensor of a checkpoint being accounted for.</summary>
/// <param name="Sources">The checkpoint's tensor by the model's.</param>
/// <param name="Absent">The pooler's tensors, where the checkpoint has no pooler.</param>
internal sealed record WeightSources(IReadOnlyDictionary<string, string> Sources, IReadOnlyList<string> Absent)
{
    /// <summary>Finds each of the expected tensors.</summary>
    /// <exception cref="CheckpointException">Tensors are missing, left over, or of the wrong shape or type; all are named.</exception>
    public static WeightSources Of(CheckpointWeights weights, IEnumerable<(string Name, long[] Shape)> expected)
    {
        var wanted = expected.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<string>();
        var wrong = new List<string>();
        foreach (var (name, shape) in wanted)
        {
            var source = name == TensorNames.WordEmbeddings && weights.Find(name) is null ? TensorNames.TiedToWordEmbeddings : name;
            if (weights.Find(source) is not { } entry) missing.Add(name);
            else if (!entry.Shape.SequenceEqual(shape)) wrong.Add($"{name} {entry.ShapeText} instead of [{string.Join(", ", shape)}]");
            else if (!TensorBytes.IsRead(entry.Type)) wrong.Add($"{name} {entry.Type} instead of {TensorBytes.ReadTypes}");
            else sources.Add(name, source);
        }
        var pooler = wanted.Keys.Where(name => name.StartsWith(BertTensors.Pooler, StringComparison.Ordinal)).ToList();
        var absent = pooler.Count > 0 && pooler.TrueForAll(missing.Contains) ? pooler : [];
        var problems = new[]
            {
                ("missing", missing.Except(absent)),
                ("left over", weights.Names.Where(name => !wanted.ContainsKey(name) && !TensorNames.IsLeftOut(name))),
                ("of the wrong shape or type", wrong),
            }
            .Select(problem => (What: problem.Item1, Names: problem.Item2.Order(StringComparer.Ordinal).ToList()))
            .Where(problem => problem.Names.Count > 0)
            .Select(problem => $"{problem.What}: {string.Join(", ", problem.Names)}")
            .ToList();
        return problems.Count == 0
            ? new(sources, absent)
            : throw new CheckpointException(weights.Path, $"tensors are {string.Join("; ", problems)}");
    }
}
