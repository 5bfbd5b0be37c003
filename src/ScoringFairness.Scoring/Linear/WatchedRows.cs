using System.Collections;

namespace ScoringFairness.Scoring.Linear;

/// <summary>A list that is made row by row as it is read, and tells of each row read.</summary>
/// <remarks>Microsoft.ML draws rows at random from lists only; what it asks of a list is its length and its rows.</remarks>
internal sealed class WatchedRows<TRow>(int count, Func<int, TRow> row, Action afterRow) : IList<TRow>
{
    public int Count => count;

    public bool IsReadOnly => true;

    public TRow this[int index]
    {
        get
        {
            afterRow();
            return row(index);
        }
        set => throw new NotSupportedException();
    }

    public IEnumerator<TRow> GetEnumerator()
    {
        for (var at = 0; at < count; at++) yield return this[at];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(TRow item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public bool Contains(TRow item) => throw new NotSupportedException();

    public void CopyTo(TRow[] array, int arrayIndex) => throw new NotSupportedException();

    public int IndexOf(TRow item) => throw new NotSupportedException();

    public void Insert(int index, TRow item) => throw new NotSupportedException();

    public bool Remove(TRow item) => throw new NotSupportedException();

    public void RemoveAt(int index) => throw new NotSupportedException();
}
