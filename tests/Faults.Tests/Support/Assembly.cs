// Tests count segments and huge pages of the whole machine, so they run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
