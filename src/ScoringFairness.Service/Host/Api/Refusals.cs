namespace ScoringFairness.Service.Host.Api;

/// <summary>Everything that is wrong with a request, by field.</summary>
internal sealed class Refusals
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField => _byField.ToDictionary(one => one.Key, one => one.Value.ToArray());

    public void Add(string field, string message)
    {
        if (!_byField.TryGetValue(field, out var messages))
        {
            _byField.Add(field, messages = []);
        }
        messages.Add(message);
    }

    /// <summary>Adds a problem, where there is one.</summary>
    public void AddIf(string field, string? problem)
    {
        if (problem is not null)
        {
            Add(field, problem);
        }
    }

    public void Unless(bool holds, string field, string message)
    {
        if (!holds)
        {
            Add(field, message);
        }
    }
}
