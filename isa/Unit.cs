namespace WageSim.Isa;

/// <summary>Who executes a command: each unit has one in-order queue, fed by the sequencer.</summary>
public enum Unit { Load, Store, Vector, Array0, Array1, Array2, Array3, Sequencer }

/// <summary>The kinds of units, as the instruction table names them.</summary>
public enum UnitKind { Sequencer, Any, Load, Store, Array, Vector }
